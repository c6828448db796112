import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { ChatSite } from "./start-chat-site.js";

/** A visitor in a browser of their own, and what their page did that it should not have. */
export interface ChatPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to anything but the site and the chat's host. */
  readonly foreign: string[];
  /** Errors of the page, and refusals of its content security policy. */
  readonly errors: string[];
  say(text: string): Promise<void>;
  /** The conversation's messages as they are shown, in their order. */
  messages(): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens the site and, unless told otherwise, the chat on it. */
export async function openChat(
  browser: Browser,
  site: ChatSite,
  options: BrowserContextOptions & { readonly closed?: boolean; before?(page: Page): void } = {},
): Promise<ChatPage> {
  const { closed = false, before, ...rest } = options;
  const context = await browser.newContext({ locale: "en-US", ...rest });
  const page = await context.newPage();
  before?.(page);
  const foreign: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== site.origin && origin !== site.chatOrigin && protocol !== "blob:") foreign.push(request.url());
  });
  page.on("pageerror", (error) => void errors.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    // A network that was taken away, or a server that was stopped, is said by the browser itself.
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) errors.push(text);
  });
  await page.goto(site.url);
  if (!closed) await page.locator("plugboard-chat .launcher").click();
  return {
    page,
    context,
    foreign,
    errors,
    say: async (text) => {
      await page.locator("plugboard-chat textarea").fill(text);
      await page.keyboard.press("Enter");
    },
    messages: () => page.locator("plugboard-chat .line:not([hidden]) p.bubble").allTextContents(),
    close: () => context.close(),
  };
}
