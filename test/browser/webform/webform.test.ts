import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openBrowser } from "../open-browser.js";
import { axeViolations } from "./axe-violations.js";
import { serveForm } from "./serve-form.js";
import { strictPage } from "./shop-page.js";
import { watchPage } from "./watch-page.js";

const OUT = join(import.meta.dirname, "../../../.ci/out/screenshots/webform");
const WIDTHS = [320, 768, 1280, 1920];
const LANGUAGES = ["en", "de", "fr", "ar"];

async function fillIn(page: Page, message = "Hello"): Promise<void> {
  await page.locator("[name=full_name]").fill("Ann Lee");
  await page.locator("[name=email]").fill("ann@example.com");
  await page.locator("[name=topic]").selectOption("order");
  await page.locator("[name=message]").fill(message);
}

openBrowser("the web form", (browser) => {
  test("works in the element, on a page with a strict policy, and asks no other origin for anything", async () => {
    const stand = await serveForm({ page: strictPage() });
    const page = await browser().newPage();
    const watch = watchPage(page);
    await page.goto(stand.shop);
    await page.locator("form.form").waitFor();
    await fillIn(page, "  two  blanks\nand a line ");
    await page.locator("[name=interests][value=chairs]").check();
    await page.locator("[name=newsletter]").check();
    await page.locator("button[type=submit]").click();
    await page.locator(".message").waitFor();
    await expect.poll(() => stand.handled.length).toBe(1);
    expect(stand.handled[0]?.event).toMatchObject({
      text: "  two  blanks\nand a line ",
      fields: { interests: ["chairs"], newsletter: "yes" },
      details: { origin: stand.shop },
    });
    expect(watch.complaints).toEqual([]);
    expect([...watch.origins].sort()).toEqual([new URL(stand.form).origin, stand.shop].sort());
    expect(await axeViolations(page)).toEqual([]);
    await page.close();
  });

  test("stays whole on a page whose styles and scripts are hostile", async () => {
    const hostile =
      "display:none!important;color:#fff!important;font-size:1px!important;position:fixed!important;opacity:0!important";
    const stand = await serveForm({
      page: {
        html: (form) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<style>form,input,textarea,select,button,label,div,p,h1,fieldset,.form,.field,.error{${hostile}}</style>
<script>addEventListener("submit", (event) => { event.stopImmediatePropagation(); location.href = "https://foreign.invalid/"; }, true);
Array.prototype.extra = 1; Object.prototype.polluted = "x"; window.fields = window.form = window.words = 1;</script>
<script type="module" src="${form}/form.js"></script></head><body>
<plugboard-form src="${form}"></plugboard-form></body></html>`,
      },
    });
    const page = await browser().newPage();
    const watch = watchPage(page);
    await page.goto(stand.shop);
    await page.locator("form.form").waitFor();
    expect(await page.locator("button[type=submit]").isVisible()).toBe(true);
    await fillIn(page, "among hostile neighbours");
    await page.locator("button[type=submit]").click();
    await page.locator(".message").waitFor();
    await expect.poll(() => stand.handled.length).toBe(1);
    expect([...watch.origins].sort()).toEqual([new URL(stand.form).origin, stand.shop].sort());
    await page.close();
  });

  test("works without a script, on the page of its own", async () => {
    const stand = await serveForm();
    const context = await browser().newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(stand.form);
    await fillIn(page);
    await page.locator("[name=photos]").setInputFiles({
      name: "photo.png",
      mimeType: "image/png",
      buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]),
    });
    await page.locator("button[type=submit]").click();
    await page.waitForURL(/\/thanks/);
    await expect.poll(() => stand.handled.length).toBe(1);
    expect(stand.handled[0]?.event).toMatchObject({ text: "Hello", media: [{ filename: "photo.png" }] });
    await context.close();
  });

  test("a page without a script says at each field what is wrong, and keeps what was written", async () => {
    const stand = await serveForm();
    const context = await browser().newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(stand.form);
    await fillIn(page, 'kept "text" </textarea><b>');
    await page.locator("[name=phone]").fill("not a number");
    await page.locator("button[type=submit]").click();
    expect(await page.locator("#pf-phone-error").textContent()).toContain("telephone number");
    expect(await page.locator("[name=message]").inputValue()).toBe('kept "text" </textarea><b>');
    expect(await page.locator("[name=phone]").getAttribute("aria-invalid")).toBe("true");
    await page.locator("[name=phone]").fill("");
    await page.locator("button[type=submit]").click();
    await page.waitForURL(/\/thanks/);
    await context.close();
  });

  test("works with the keyboard alone", async () => {
    const stand = await serveForm({ page: strictPage() });
    const page = await browser().newPage();
    await page.goto(stand.shop);
    await page.locator("form.form").waitFor();
    const type = (text: string) => page.keyboard.type(text);
    const tab = () => page.keyboard.press("Tab");
    await tab();
    await type("Ann");
    await tab();
    await type("not an address");
    await page.keyboard.press("Enter");
    // The first field that is wrong is where the reader is taken.
    const focused = () =>
      page.evaluate<string | null>(
        `document.querySelector("plugboard-form").shadowRoot.activeElement?.getAttribute("name")`,
      );
    expect(await focused()).toBe("email");
    await page.keyboard.press("Control+A");
    await type("ann@example.com");
    await tab();
    await tab();
    await type("An o");
    await tab();
    await type("By keyboard");
    await tab();
    await page.keyboard.press("ArrowDown");
    await tab();
    await page.keyboard.press("Space");
    for (let step = 0; step < 14 && (await focused()) !== "newsletter"; step += 1) await tab();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect.poll(() => stand.handled.length).toBe(1);
    expect(stand.handled[0]?.event).toMatchObject({
      text: "By keyboard",
      fields: { topic: "order", interests: ["lamps"], newsletter: "yes" },
    });
    await expect
      .poll(() =>
        page.evaluate<string>(`document.querySelector("plugboard-form").shadowRoot.activeElement?.className ?? ""`),
      )
      .toContain("message");
    await page.close();
  });

  test("an answer that is lost is asked for again, and the message is there once", async () => {
    const stand = await serveForm({ page: strictPage() });
    const page = await browser().newPage();
    await page.goto(stand.shop);
    await page.locator("form.form").waitFor();
    await fillIn(page, "once");
    stand.isAnswerLost = true;
    await page.locator("button[type=submit]").click();
    await page.locator("[data-summary]:not([hidden])").waitFor();
    expect(await page.locator("[name=message]").inputValue()).toBe("once");
    stand.isAnswerLost = false;
    await page.locator("button[type=submit]").click();
    await page.locator(".message").waitFor();
    expect(stand.handled.length).toBe(1);
    await page.close();
  });

  test.each(LANGUAGES)(
    "in %s: nothing for axe to find, at any width, and screenshots to look at",
    async (language) => {
      const stand = await serveForm({ page: strictPage(`lang="${language}"`) });
      mkdirSync(OUT, { recursive: true });
      const page = await browser().newPage();
      await page.goto(stand.shop);
      await page.locator("form.form").waitFor();
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        expect(
          await page.evaluate<boolean>("document.documentElement.scrollWidth <= window.innerWidth"),
          "scrolls sideways",
        ).toBe(true);
        await page.screenshot({ path: join(OUT, `element-${language}-${String(width)}.png`), fullPage: true });
      }
      await page.locator("button[type=submit]").click();
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await axeViolations(page)).toEqual([]);
        await page.screenshot({ path: join(OUT, `problems-${language}-${String(width)}.png`), fullPage: true });
      }
      await page.close();
      const dark = await browser().newPage({ viewport: { width: 900, height: 900 }, colorScheme: "dark" });
      await dark.goto(`${stand.form}?lang=${language}`);
      expect(await axeViolations(dark)).toEqual([]);
      await dark.screenshot({ path: join(OUT, `page-dark-${language}.png`), fullPage: true });
      await dark.close();
    },
    90_000,
  );
});
