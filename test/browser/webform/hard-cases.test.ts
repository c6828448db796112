import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contactForm } from "@plugboard/provider-webform/testing";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { openBrowser } from "../open-browser.js";
import { serveForm } from "./serve-form.js";
import { strictPage } from "./shop-page.js";
import type { FormSiteOptions, FormStand } from "./start-form-site.js";
import { watchPage } from "./watch-page.js";

const patient = { timeout: 15_000 };
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);

async function fillIn(page: Page, message: string): Promise<void> {
  await page.locator("[name=full_name]").fill("Ann Lee");
  await page.locator("[name=email]").fill("ann@example.com");
  await page.locator("[name=topic]").selectOption("order");
  await page.locator("[name=message]").fill(message);
}

openBrowser("the web form where it is difficult", (browser) => {
  const open = async (options: FormSiteOptions = { page: strictPage() }): Promise<[Page, FormStand]> => {
    const stand = await serveForm(options);
    const page = await browser().newPage();
    onTestFinished(() => page.close());
    await page.goto(stand.shop);
    return [page, stand];
  };
  const press = (page: Page): Promise<void> => page.locator("button[type=submit]").click();
  const texts = (stand: FormStand) => stand.handled.map(({ event }) => (event.type === "message" ? event.text : ""));

  test("what a page's scripts put into every object is neither run nor followed, and inherited looks stay outside", async () => {
    const [page, stand] = await open({
      page: {
        html: (form) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<style>*{visibility:hidden!important;letter-spacing:9px!important;text-transform:uppercase!important;text-indent:50px!important}</style>
<script>globalThis.hurts = 0; for (const name of ["onfocus", "onfocusin", "onclick", "onanimationstart", "ontransitionend"])
  Object.prototype[name] = "globalThis.hurts += 1";
Object.prototype.redirect = "javascript:globalThis.hurts += 1"; Object.prototype.style = "display:none";
Array.prototype.toJSON = function () { return "broken"; }; Array.from = () => []; Array.prototype.extra = 1;</script>
<script type="module" src="${form}/form.js"></script></head><body><plugboard-form src="${form}"></plugboard-form></body></html>`,
      },
    });
    const watch = watchPage(page);
    await page.locator("form.form").waitFor();
    const label = page.locator(".label").first();
    const look = `(({ visibility, letterSpacing, textTransform, textIndent }) => [visibility, letterSpacing, textTransform, textIndent])(getComputedStyle(document.querySelector("plugboard-form").shadowRoot.querySelector(".label")))`;
    expect(await label.isVisible()).toBe(true);
    expect(await page.evaluate(look)).toEqual(["visible", "normal", "none", "0px"]);
    await fillIn(page, "among gadgets");
    await press(page);
    await page.locator(".message").waitFor();
    await expect.poll(() => texts(stand), patient).toEqual(["among gadgets"]);
    expect([await page.evaluate("globalThis.hurts"), watch.complaints]).toEqual([0, []]);
  });

  test("a text that is too long is refused and never cut, and signs are counted as the host counts them", async () => {
    const [page, stand] = await open();
    await page.locator("form.form").waitFor();
    await fillIn(page, "");
    const paste = async (text: string): Promise<number> => {
      await page.locator("[name=message]").focus();
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(text);
      return (await page.locator("[name=message]").inputValue()).length;
    };
    expect(await paste("x".repeat(5_001))).toBe(5_001);
    await press(page);
    expect(await page.locator("#pf-message-error").textContent()).toContain("too long");
    expect(await paste("😀".repeat(4_000))).toBe(8_000);
    await press(page);
    await expect.poll(() => texts(stand), patient).toEqual(["😀".repeat(4_000)]);
  });

  test("a file that is gone is said to be so at its field", async () => {
    const [page, stand] = await open();
    await page.locator("form.form").waitFor();
    const folder = mkdtempSync(join(tmpdir(), "plugboard-form-file-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "photo.png");
    writeFileSync(file, PNG);
    await fillIn(page, "with a file");
    await page.locator("[name=photos]").setInputFiles(file);
    rmSync(file);
    await press(page);
    await expect.poll(() => page.locator("#pf-photos-error").textContent(), patient).toContain("not there any more");
    await page.locator("[name=photos]").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: PNG });
    await press(page);
    await expect.poll(() => texts(stand), patient).toEqual(["with a file"]);
  });

  test("files that are too large together are refused in the page, before they are sent for nothing", async () => {
    const fields = contactForm.fields.map((field) =>
      field.type === "file" ? { ...field, maxSizeBytes: 5_242_880 } : field,
    );
    const settings = () => ({ form: { ...contactForm, fields } });
    const [page, stand] = await open({ page: strictPage(), settings });
    await page.locator("form.form").waitFor();
    await fillIn(page, "too much");
    const one = (name: string) => ({
      name,
      mimeType: "image/png",
      buffer: Buffer.concat([PNG, Buffer.alloc(4_500_000)]),
    });
    await page.locator("[name=photos]").setInputFiles([one("a.png"), one("b.png")]);
    await press(page);
    await expect.poll(() => page.locator("#pf-photos-error").textContent(), patient).toContain("together");
    expect(stand.requests.filter((request) => request.startsWith("POST"))).toEqual([]);
  });

  test("who changes the text after an answer was lost can send the other one with one more press", async () => {
    const [page, stand] = await open();
    await page.locator("form.form").waitFor();
    await fillIn(page, "first");
    stand.isAnswerLost = true;
    await press(page);
    await page.locator("[data-summary]:not([hidden])").waitFor();
    stand.isAnswerLost = false;
    await page.locator("[name=message]").fill("second");
    await press(page);
    await expect.poll(() => page.locator("[data-summary]").textContent(), patient).toContain("sent before");
    expect(await page.locator("[name=message]").inputValue()).toBe("second");
    await press(page);
    await page.locator(".message").waitFor();
    await expect.poll(() => texts(stand), patient).toEqual(["first", "second"]);
  });

  test("a tick stays only under the words it was made under (R14)", async () => {
    const [page] = await open();
    await page.locator("form.form").waitFor();
    await page.locator("[name=message]").fill("kept");
    await page.locator("[name=newsletter]").check();
    await page.evaluate(`document.querySelector("plugboard-form").lang = "de"`);
    await page.locator("form.form[lang=de]").waitFor();
    expect(await page.locator("[name=message]").inputValue()).toBe("kept");
    expect(await page.locator("[name=newsletter]").isChecked()).toBe(false);
  });

  test("two quick clicks send one message: with a script, and without one", async () => {
    const [page, stand] = await open();
    await page.locator("form.form").waitFor();
    await fillIn(page, "clicked twice");
    await page.locator("button[type=submit]").dblclick();
    await page.locator(".message").waitFor();
    const context = await browser().newContext({ javaScriptEnabled: false });
    onTestFinished(() => context.close());
    const plain = await context.newPage();
    await plain.goto(stand.form);
    await fillIn(plain, "clicked twice without a script");
    await plain.locator("button[type=submit]").dblclick({ noWaitAfter: true });
    await plain.waitForURL(/\/thanks/);
    await expect.poll(() => texts(stand), patient).toEqual(["clicked twice", "clicked twice without a script"]);
  });

  test("without a script, what is too large to be read and what comes from nowhere is answered with words, in the form's language", async () => {
    const [, stand] = await open({
      page: { html: (form) => `<!doctype html><iframe sandbox="allow-forms" src="${form}?lang=fr"></iframe>` },
    });
    const context = await browser().newContext({ javaScriptEnabled: false, locale: "en-US" });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(`${stand.form}?lang=de`);
    await fillIn(page, "zu groß");
    const large = { name: "large.png", mimeType: "image/png", buffer: Buffer.alloc(20_000_000) };
    await page.locator("[name=photos]").setInputFiles(large);
    await press(page);
    await expect.poll(() => page.locator("[data-summary]").textContent(), patient).toContain("höchstens 8 MB");
    // A frame without an origin of its own: its browser says `Origin: null`.
    await page.goto(stand.shop);
    const frame = page.frameLocator("iframe");
    await frame.locator("[name=full_name]").fill("Ann Lee");
    await frame.locator("[name=email]").fill("ann@example.com");
    await frame.locator("[name=topic]").selectOption("order");
    await frame.locator("[name=message]").fill("bonjour");
    await frame.locator("button[type=submit]").click();
    await expect.poll(() => frame.locator("[data-summary]").textContent(), patient).toContain("votre navigateur");
    expect(stand.handled).toEqual([]);
  });

  test("a script that comes and a form that does not leave the link that stands in the element", async () => {
    const stand = await serveForm({ page: strictPage() });
    const page = await browser().newPage();
    onTestFinished(() => page.close());
    await page.route(/form\.json/, (route) => route.fulfill({ status: 200, body: '{"form":' }));
    await page.goto(stand.shop);
    await page.evaluate("customElements.whenDefined('plugboard-form')");
    expect(await page.getByRole("link", { name: "Contact form" }).isVisible()).toBe(true);
    const told = page.evaluate(
      `new Promise((resolve) => addEventListener("plugboard-form-failed", ({ detail }) => resolve(detail.code)))`,
    );
    await page.evaluate(`document.querySelector("plugboard-form").setAttribute("src", "http://[no address")`);
    expect(await told).toBe("unavailable");
  });
});
