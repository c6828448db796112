import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openSoftphoneSite } from "../peers/sip/softphone-site.js";
import { axeViolations } from "./axe-violations.js";
import { openBrowser } from "./open-browser.js";

/** Nothing listens there: the telephone never gets ready. */
const REGISTRATION = {
  ...{ serverUrl: "ws://127.0.0.1:9/", address: "sip:anna@example.com", authorizationUser: "1:anna", password: "p" },
  expiresAt: "2126-11-22T00:00:00.000Z",
};
/** A microphone where the browser has none. */
const MICROPHONE = `navigator.mediaDevices.getUserMedia = async () => new AudioContext().createMediaStreamDestination().stream;`;

openBrowser("the softphone says what goes wrong", (browser: () => Browser) => {
  let site: Awaited<ReturnType<typeof openSoftphoneSite>>;
  beforeAll(async () => {
    site = await openSoftphoneSite();
  });
  afterAll(() => site.close());

  async function open(initScript: string): Promise<Page> {
    const context = await browser().newContext({ viewport: { width: 320, height: 640 }, bypassCSP: true });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.addInitScript(initScript);
    await page.goto(site.origin);
    await page.waitForFunction("window.start");
    await page.evaluate(`window.start(${JSON.stringify(REGISTRATION)})`);
    return page;
  }

  test.each([
    ["no microphone that it may use", "", "The microphone cannot be used"],
    ["no connection to the server", MICROPHONE, "Not connected: nobody was called"],
  ])("who calls with %s sees and hears why nothing happens", async (_name, initScript, said) => {
    const page = await open(initScript);
    await page.getByLabel("Number or address").fill("bert");
    await page.getByLabel("Number or address").press("Enter");
    const alert = page.getByRole("alert").filter({ hasText: said });
    await alert.waitFor({ state: "visible" });
    const box = await alert.boundingBox();
    expect(box?.height).toBeGreaterThan(20);
    expect(await page.getByLabel("Number or address").inputValue()).toBe("bert");
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
  });
});
