import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runDemo } from "../../examples/demo/src/run-demo.js";
import { Timeline } from "../../examples/demo/src/timeline.js";
import { axeViolations } from "./webform/axe-violations.js";
import { watchPage } from "./webform/watch-page.js";
import { openBrowser } from "./open-browser.js";

const OUT = join(import.meta.dirname, "../../.ci/out/screenshots/demo");
const patient = { timeout: 20_000 };

/** The demo as a person starts it, until the test ends it. */
async function startDemo() {
  const directory = mkdtempSync(join(tmpdir(), "plugboard-demo-page-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  let shown = "";
  const stop = new AbortController();
  const timeline = new Timeline((text) => void (shown += text), false);
  const options = { once: false, help: false, directory, mailbox: "listener" } as const;
  const running = runDemo(options, timeline, stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await running;
  });
  const url = () => /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(shown)?.[0] ?? "";
  await expect.poll(url, patient).not.toBe("");
  return { url: url(), shown: () => shown, end: () => (stop.abort(), running) };
}

openBrowser("the demo's page in a real browser", (browser) => {
  test("form, chat and counter work next to each other, and the timeline is that of every channel", async () => {
    const demo = await startDemo();
    const context = await browser().newContext({
      viewport: { width: 1_500, height: 1_050 },
      locale: "en-US",
      reducedMotion: "reduce",
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const watch = watchPage(page);
    await page.goto(demo.url);

    mkdirSync(OUT, { recursive: true });
    // What is seen first: the scripted visitor has written and was answered, nobody else.
    await expect.poll(() => page.locator("#conversations button").count(), patient).toBe(2);
    await page.locator("plugboard-form form.form").waitFor();
    // The counter is staffed, and the chat that opened by itself has not taken the keyboard.
    await expect.poll(() => page.locator("plugboard-chat .state").textContent(), patient).toBe("Online now");
    expect(await page.evaluate("document.activeElement === document.body")).toBe(true);
    await page.screenshot({ path: join(OUT, "first.png"), fullPage: true });

    await page.locator("plugboard-form [name=full_name]").fill("Vera Visitor");
    await page.locator("plugboard-form [name=email]").fill("vera@example.org");
    await page.locator("plugboard-form [name=message]").fill("<b>Is</b> it open on Sunday?");
    await page.locator("plugboard-form button[type=submit]").click();
    await page.locator("plugboard-form .message").waitFor();
    await page.getByRole("button", { name: /Vera Visitor/ }).click();
    const lines = () => page.locator("#messages li").allTextContents();
    await expect.poll(lines, patient).toEqual(["<b>Is</b> it open on Sunday?"]);
    await page.locator("#text").fill("Yes, until six.");
    await page.keyboard.press("Enter");
    await expect.poll(lines, patient).toEqual(["<b>Is</b> it open on Sunday?", "Yes, until six."]);

    await page.locator("plugboard-chat textarea").fill("Is anybody there?");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("#conversations button").count(), patient).toBe(4);
    await page.locator("#conversations button").last().click();
    await expect.poll(lines, patient).toEqual(["Is anybody there?"]);
    await page.locator("#text").fill("We are.");
    await page.keyboard.press("Enter");
    const bubbles = () => page.locator("plugboard-chat .line:not([hidden]) p.bubble").allTextContents();
    await expect.poll(async () => (await bubbles()).slice(-2), patient).toEqual(["Is anybody there?", "We are."]);

    const timeline = () => page.locator("#timeline").innerText();
    await expect.poll(timeline, patient).toMatch(/vera@example\.org/);
    for (const what of ["to form", "to chat", "sms", "call", "#1.1", "whatsapp-meta", "voice"])
      expect(await timeline()).toContain(what);
    expect(await timeline()).not.toMatch(/reply\s+\w{20}:/);
    expect(demo.shown()).toContain("vera@example.org");
    expect(await axeViolations(page)).toEqual([]);
    await page.screenshot({ path: join(OUT, "light.png") });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.screenshot({ path: join(OUT, "dark.png") });
    await page.locator("plugboard-chat .head .tool").last().click();
    await page.setViewportSize({ width: 375, height: 800 });
    expect(Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))).toBeLessThanOrEqual(0);
    await page.screenshot({ path: join(OUT, "narrow.png"), fullPage: true });
    // Nobody without the key sees the timeline or answers from the counter.
    const { origin } = new URL(demo.url);
    const refused = ["/timeline", "/operator/events", "/operator/answer"].map((path) => fetch(origin + path));
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(watch.complaints).toEqual([]);
    expect([...watch.origins]).toEqual([origin]);
    expect(await demo.end()).toMatchObject({ lost: 0, duplicated: 0 });
  }, 90_000);
});
