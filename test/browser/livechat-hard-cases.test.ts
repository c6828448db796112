import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signVisitorIdentity } from "@plugboard/provider-livechat";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { type ChatPage, openChat } from "./livechat/open-chat.js";
import { chatCredentials, type ChatSite, type ChatSiteOptions, startChatSite } from "./livechat/start-chat-site.js";
import { openBrowser } from "./open-browser.js";

const patient = { timeout: 15_000 };
/** The page says it is looked at, or not; a headless browser always says it is. */
const LOOK = `let seen = "visible"; Object.defineProperty(document, "visibilityState", { get: () => seen });
globalThis.look = (state) => { seen = state; document.dispatchEvent(new Event("visibilitychange")); };`;

async function start(options?: ChatSiteOptions): Promise<ChatSite> {
  const site = await startChatSite(options);
  onTestFinished(() => site.close());
  return site;
}

const bubbles = (page: Page): Promise<string[]> =>
  page.locator("plugboard-chat .line:not([hidden]) p.bubble").allTextContents();

async function say(page: Page, text: string): Promise<void> {
  await page.locator("plugboard-chat textarea").fill(text);
  await page.keyboard.press("Enter");
}

const sent = (site: ChatSite): [string, string][] =>
  site.events.flatMap(({ event }) =>
    event.type === "message" ? [[event.from.value, event.text ?? ""] as [string, string]] : [],
  );

const shopWith = (element: string) => (script: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Shop</title></head><body><main><h1>Shop</h1><a href="#a">A link</a></main>
${element}<script type="module" src="${script}"></script></body></html>`;

openBrowser("live chat where it is difficult", (browser) => {
  const open = async (site: ChatSite, options?: Parameters<typeof openChat>[2]): Promise<ChatPage> => {
    const chat = await openChat(browser(), site, options);
    onTestFinished(() => chat.close());
    return chat;
  };

  test("two tabs that were there before the first word are one visitor, and keep each other's unsent words", async () => {
    const site = await start();
    const { page, context, messages } = await open(site);
    const other = await context.newPage();
    await other.goto(site.url);
    await other.locator("plugboard-chat .launcher").click();
    await say(page, "from one");
    await site.sessionOf("from one");
    await say(other, "from the other");
    await site.sessionOf("from the other");
    expect(new Set(sent(site).map(([session]) => session)).size).toBe(1);
    await expect.poll(messages, patient).toEqual(["from one", "from the other"]);
    await expect.poll(() => bubbles(other), patient).toEqual(["from one", "from the other"]);
    const away = /\/sites\/chat\/messages/;
    await context.route(away, (route) => route.abort());
    await say(page, "one waits");
    await say(other, "the other waits");
    await expect.poll(() => bubbles(other), patient).toContain("the other waits");
    await page.close();
    await context.unroute(away);
    await other.reload();
    await site.sessionOf("one waits");
    await site.sessionOf("the other waits");
    expect(sent(site)).toHaveLength(4);
  });

  test("who has written more than an hour's messages is told when the next one is taken, and keeps what they wrote", async () => {
    const site = await start({ settings: { limits: { messagesPerHourAndAddress: 1 } } });
    const { page, messages } = await open(site);
    await say(page, "one");
    await site.sessionOf("one");
    await say(page, "two");
    const status = page.locator("plugboard-chat .meta.bad");
    await expect
      .poll(() => status.allTextContents(), patient)
      .toEqual([
        expect.stringMatching(
          /^Not sent\. Too many messages from here for now\. You can send again from .*\d:\d\d.*\.Try againRemove$/,
        ),
      ]);
    await expect.poll(messages, patient).toEqual(["one", "two"]);
  });

  test("a storage that is full, or full of somebody else's things, costs the memory over reloads and nothing else", async () => {
    const site = await start();
    const context = await browser().newContext();
    onTestFinished(() => context.close());
    await context.addInitScript(
      `localStorage.setItem("plugboard-chat:${site.chatOrigin}/sites/chat/", '{"token":5,"pending":"[{}]","identity":[]}');
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };`,
    );
    const page = await context.newPage();
    await page.goto(site.url);
    await page.locator("plugboard-chat .launcher").click();
    await say(page, "one");
    await site.sessionOf("one");
    await say(page, "two");
    await site.sessionOf("two");
    expect(new Set(sent(site).map(([session]) => session)).size).toBe(1);
    await expect.poll(() => bubbles(page), patient).toEqual(["one", "two"]);
  });

  test("a file that is gone is said to be so, and does not hold up what is written after it", async () => {
    const site = await start();
    const { page, context, say: type } = await open(site);
    const folder = mkdtempSync(join(tmpdir(), "plugboard-chat-file-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "note.txt");
    writeFileSync(file, "a note");
    await type("before");
    await site.sessionOf("before");
    await context.setOffline(true);
    await page.locator("plugboard-chat input[type=file]").setInputFiles(file);
    rmSync(file);
    await context.setOffline(false);
    await type("after");
    await site.sessionOf("after");
    await expect.poll(() => page.locator("plugboard-chat .meta.bad").textContent(), patient).toContain("Not sent");
  });

  test("a chat that was opened while its host was away is whole as soon as the host is back", async () => {
    const site = await start({ settings: { consent: { purpose: "chat", wording: { en: "I agree." } } } });
    const context = await browser().newContext({ locale: "en-US" });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const away = /\/sites\/chat\/(?!widget)/;
    await context.route(away, (route) => route.abort());
    await page.goto(site.url);
    await page.locator("plugboard-chat .launcher").click();
    const state = () => page.locator("plugboard-chat .state").textContent();
    await expect.poll(state, patient).toContain("Connecting");
    await context.unroute(away);
    await expect.poll(state, patient).toBe("Online now");
    await page.locator("plugboard-chat .agree").waitFor();
  });

  test("a page whose language is no language tag has a chat that works", async () => {
    const site = await start({ page: shopWith(`<plugboard-chat language="de_DE.UTF-8"></plugboard-chat>`) });
    const { messages, say: type, errors } = await open(site);
    await type("hello");
    await site.sessionOf("hello");
    await expect.poll(messages, patient).toEqual(["hello"]);
    expect(errors).toEqual([]);
  });

  test("after a deletion nobody has agreed to anything: the box is empty", async () => {
    const site = await start({ settings: { consent: { purpose: "chat", wording: { en: "I agree." } } } });
    const { page, say: type } = await open(site);
    const box = page.locator("plugboard-chat .agree input");
    await box.check();
    await type("hello");
    await site.sessionOf("hello");
    await expect.poll(() => box.isVisible(), patient).toBe(false);
    await page.locator("plugboard-chat .head .tool").first().click();
    await page.getByRole("button", { name: "Delete conversation" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect.poll(() => box.isVisible(), patient).toBe(true);
    expect(await box.isChecked()).toBe(false);
  });

  test("what came by a slow way is reported as delivered and read all the same", async () => {
    const site = await start();
    const { page, context, say: type } = await open(site);
    await type("hello");
    const session = await site.sessionOf("hello");
    await page.goto("about:blank");
    await site.answer(session, "while you were away");
    await context.route(/\/sites\/chat\/log/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
    await page.goto(site.url);
    await page.locator("plugboard-chat .launcher").click();
    const reports = () =>
      site.events.flatMap(({ event }) => (event.type === "delivery-report" ? [event.status] : [])).sort();
    await expect.poll(reports, patient).toEqual(["delivered", "read"]);
  });

  test("more than a page of answers in one absence leaves no gap", async () => {
    const site = await start();
    const { page, say: type, messages } = await open(site);
    await type("hello");
    const session = await site.sessionOf("hello");
    await expect.poll(messages, patient).toEqual(["hello"]);
    await page.evaluate(`dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }))`);
    const answers = Array.from({ length: 70 }, (_, index) => `answer ${String(index)}`);
    for (const answer of answers) await site.answer(session, answer);
    const last = await site.answer(session, "last");
    await expect.poll(async () => (await site.center.messages.status("acme", last)).state, patient).toBe("received");
    await page.evaluate(`dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))`);
    await expect.poll(messages, patient).toEqual(["hello", ...answers, "last"]);
  });

  test.each([
    [320, 256],
    [320, 180],
  ])(
    "at 400 % zoom (%i × %i) everything can be reached, and the keyboard does not get lost behind the chat",
    async (width, height) => {
      const site = await start({
        page: shopWith("<plugboard-chat></plugboard-chat>"),
        settings: { consent: { purpose: "chat", wording: { en: "I agree that you keep what I write. ".repeat(8) } } },
      });
      const { page } = await open(site, { viewport: { width, height } });
      await page.locator("plugboard-chat .agree").waitFor();
      for (const name of ["textarea", ".go", ".agree input", ".head .tool"]) {
        const control = page.locator(`plugboard-chat ${name}`).first();
        await control.scrollIntoViewIfNeeded();
        const box = await control.boundingBox();
        expect(box !== null && box.y >= 0 && box.y + box.height <= height, `${name} ${JSON.stringify(box)}`).toBe(true);
      }
      for (let step = 0; step < 14; step += 1) {
        await page.keyboard.press("Tab");
        expect(await page.evaluate("document.activeElement.localName"), `step ${String(step)}`).toBe("plugboard-chat");
      }
    },
  );

  test("in forced colours one sees where the keyboard is and where a menu ends; on paper there is no chat", async () => {
    const { page } = await open(await start());
    await page.emulateMedia({ forcedColors: "active" });
    await page.locator("plugboard-chat textarea").focus();
    const look = (selector: string, name: string) =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector("plugboard-chat").shadowRoot.querySelector("${selector}")).${name}`,
      );
    expect([await look(".box", "outlineStyle"), await look(".menu", "borderStyle")]).toEqual(["solid", "solid"]);
    await page.emulateMedia({ media: "print", forcedColors: "none" });
    expect(await page.locator("plugboard-chat .launcher").isVisible()).toBe(false);
    expect(await page.locator("plugboard-chat .panel").isVisible()).toBe(false);
  });

  test("an answer that comes while the chat is closed is said to those who do not see the button", async () => {
    const site = await start();
    const { page, say: type } = await open(site);
    await type("hello");
    const session = await site.sessionOf("hello");
    await page.locator("plugboard-chat .head .tool").last().click();
    await site.answer(session, "here we are");
    await expect
      .poll(() => page.locator("plugboard-chat").getByRole("status").allTextContents(), patient)
      .toContain("1 unread");
  });

  test("an element that a page moves stays as it is: open, with what was typed", async () => {
    const site = await start();
    const { page, say: type, messages, errors } = await open(site, { viewport: { width: 400, height: 700 } });
    await type("hello");
    const session = await site.sessionOf("hello");
    await page.locator("plugboard-chat textarea").fill("half a sen");
    await page.evaluate(`document.querySelector("main").append(document.querySelector("plugboard-chat"))`);
    await site.answer(session, "we are here");
    await expect.poll(messages, patient).toEqual(["hello", "we are here"]);
    expect(await page.locator("plugboard-chat textarea").inputValue()).toBe("half a sen");
    await page.locator("plugboard-chat .head .tool").last().click();
    expect(await page.locator("plugboard-chat .launcher").isVisible()).toBe(true);
    expect(errors).toEqual([]);
  });

  test("who signs out without leaving the page takes the conversation along", async () => {
    const identity = (id: string): string =>
      signVisitorIdentity(chatCredentials.identitySecret, { id, expiresAtMs: Date.now() + 3_600_000 });
    const site = await start({ page: shopWith(`<plugboard-chat identity="${identity("ann")}"></plugboard-chat>`) });
    const { page, say: type, messages } = await open(site);
    await type("my secret");
    await site.sessionOf("my secret");
    const become = (value: string) =>
      page.evaluate<null>(
        `document.querySelector("plugboard-chat").${value === "" ? 'removeAttribute("identity")' : `setAttribute("identity", "${value}")`}`,
      );
    // Signed anew, as pages do before a signature runs out: the same person.
    await become(identity("ann"));
    await expect.poll(messages, patient).toEqual(["my secret"]);
    await become("");
    await expect.poll(messages, patient).toEqual([]);
    await type("nobody");
    await site.sessionOf("nobody");
    expect(await messages()).toEqual(["nobody"]);
  });

  test("tabs that nobody looks at leave the connections to those that are looked at", async () => {
    const site = await start();
    const { page, context, say: type, messages } = await open(site);
    await type("hello");
    const session = await site.sessionOf("hello");
    await context.addInitScript(`${LOOK} look("hidden");`);
    const tabs = await Promise.all(
      Array.from({ length: 7 }, async () => {
        const further = await context.newPage();
        await further.goto(site.url);
        await further.evaluate(`new Promise((resolve) => setTimeout(resolve, 300))`);
        return further;
      }),
    );
    await type("still served");
    await site.sessionOf("still served");
    await site.answer(session, "still answered");
    await expect.poll(messages, patient).toEqual(["hello", "still served", "still answered"]);
    const last = tabs.at(-1) ?? page;
    await last.evaluate(`look("visible")`);
    await last.locator("plugboard-chat .launcher").click();
    await expect.poll(() => bubbles(last), patient).toEqual(["hello", "still served", "still answered"]);
    // One that was looked at and is not any more, after ten seconds.
    await last.evaluate(`look("hidden")`);
  });

  test("more pages than one visitor may have open do not push each other out for ever", async () => {
    const site = await start({ settings: { limits: { streamsPerVisitor: 1 } } });
    const { page, context, say: type } = await open(site);
    await type("hello");
    await site.sessionOf("hello");
    const other = await context.newPage();
    await other.goto(site.url);
    let opened = 0;
    context.on("request", (request) => void (opened += request.url().endsWith("/events") ? 1 : 0));
    await other.evaluate(`new Promise((resolve) => setTimeout(resolve, 3_000))`);
    expect(opened).toBeLessThan(10);
    await page.close();
  });
});
