import { networkInterfaces } from "node:os";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { sipRegistration } from "./sip-credentials.js";
import type { SipPeerSettings } from "./sip-peer-settings.js";
import { openSoftphoneSite } from "./softphone-site.js";

export const CHROMIUM = process.env["PLUGBOARD_CHROMIUM"] ?? "/usr/bin/chromium";
const START_LIMIT_MS = 60_000;
/** A registrar keeps only so many registrations of a user, and those of a run before live on. */
const RUN = Date.now().toString(36);

/** A page with a softphone, and what a test asks it. */
export interface SoftphonePage {
  /** The address's user: the wanted name and a number, for registrations of earlier tests live on. */
  readonly user: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** Waits until the page's own expression is true. */
  until(expression: string): Promise<void>;
  ask<Answer>(expression: string): Promise<Answer>;
}

/** Chromium with a microphone that beeps and asks nobody; a page for each telephone, with storage and permissions of its own. */
export function openSoftphones(
  peers: SipPeerSettings,
): (user: string, options?: Parameters<typeof sipRegistration>[2]) => Promise<SoftphonePage> {
  let opened = 0;
  let browser: Browser | undefined;
  let site: Awaited<ReturnType<typeof openSoftphoneSite>> | undefined;

  beforeAll(async () => {
    site = await openSoftphoneSite();
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      headless: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        `--ignore-certificate-errors-spki-list=${peers.certificatePin}`,
        ...(hasNetwork() ? [] : ["--allow-loopback-in-peer-connection"]),
      ],
    });
  }, START_LIMIT_MS);

  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  return async (name, options) => {
    const user = `${name}${RUN}x${opened++}`;
    if (!browser || !site) throw new Error("the browser is there from the first test on");
    const context = await browser.newContext();
    const page = await context.newPage();
    onTestFinished(async () => {
      // Leaves as people do: a call that nobody hung up would live on at the other side, and be there in the next test.
      await page.goto("about:blank");
      await context.close();
    });
    await page.goto(site.origin);
    await page.evaluate(whenTrue("window.start"));
    await page.evaluate(`window.start(${JSON.stringify(sipRegistration(peers, user, options))})`);
    return {
      user,
      page,
      context,
      until: (expression) => page.evaluate(whenTrue(expression)),
      ask: <Answer>(expression: string) => page.evaluate<Answer>(expression),
    };
  };
}

/** As one expression for the debugger: the browser's own way to wait evaluates text in the page, which its policy forbids. */
function whenTrue(expression: string): string {
  return `(async () => {
    for (let left = 1_200; left > 0; left--) {
      if (await (${expression})) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(${JSON.stringify(`never true: ${expression}`)} + " " + JSON.stringify(window.phone?.calls) + window.phone?.state);
  })()`;
}

/** Browsers leave the loopback interface out of their candidates, unless it is all there is. */
function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((all) =>
    all?.some(({ internal, family }) => !internal && family === "IPv4"),
  );
}
