import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { type FormStand, startFormSite } from "../../../browser/webform/start-form-site.js";
import { watchPage } from "../../../browser/webform/watch-page.js";
import type { FaultRow } from "../../fault-row.js";
import { naughtyStrings } from "../livechat/naughty-strings.js";
import { scriptsInTexts } from "../livechat/scripts-in-texts.js";
import { changedAnswers } from "./careless-form.js";
import { portions, textareasForm } from "./textareas-form.js";

const executablePath = process.env["PLUGBOARD_CHROMIUM"] ?? "/usr/bin/chromium";

/** A form that writes its page as one does without thinking, with no policy behind it. */
const writesMarkup = changedAnswers((answer) => {
  if (answer.headers["content-type"]?.startsWith("text/html") !== true || typeof answer.body !== "string")
    return answer;
  const { "content-security-policy": _policy, ...headers } = answer.headers;
  const plain = answer.body
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'");
  return { ...answer, headers, body: plain.replaceAll("&amp;", "&") };
});

/** A website without any policy that would save the element. */
const barePage = {
  html: (form: string) =>
    `<!doctype html><meta charset="utf-8"><title>Shop</title><script type="module" src="${form}/form.js"></script><plugboard-form src="${form}"></plugboard-form>`,
};

interface Count {
  tried: number;
  lost: number;
  letIn: number;
}

async function watched(browser: Browser, site: FormStand): Promise<{ page: Page; end: () => Promise<number> }> {
  const page = await browser.newPage();
  await page.addInitScript("globalThis.hurts = 0; globalThis.hurt = () => { globalThis.hurts += 1; }");
  const watch = watchPage(page);
  return {
    page,
    end: async () => {
      await page.waitForTimeout(300);
      const foreign = [...watch.origins].filter(
        (origin) => origin !== site.shop && origin !== new URL(site.form).origin,
      );
      const hurts = Number(await page.evaluate("globalThis.hurts").catch(() => 1));
      await page.close();
      return hurts + watch.dialogs.length + foreign.filter((origin) => origin !== "null").length;
    },
  };
}

/** What a visitor wrote, on the page that asks them to mend something: shown as typed, nothing made of it. */
async function shownAgain(browser: Browser, site: FormStand, texts: readonly string[], count: Count): Promise<void> {
  for (const portion of portions(texts)) {
    const { page, end } = await watched(browser, site);
    await page.goto(site.form);
    await page.evaluate(
      `for (const [index, text] of ${JSON.stringify(portion)}.entries()) document.querySelector('[name="text' + index + '"]').value = text;
       document.querySelector("[name=needed]").required = false; HTMLFormElement.prototype.submit.call(document.querySelector("form"));`,
    );
    await page
      .waitForFunction("document.querySelector('[data-summary]')?.hidden === false", undefined, { timeout: 5_000 })
      .catch(() => undefined);
    const shown = await page.evaluate<(string | undefined)[]>(
      `${JSON.stringify(portion)}.map((_, index) => document.querySelector('[name="text' + index + '"]')?.value)`,
    );
    // A textarea shows every kind of line break as one.
    const same = (text: string, index: number): boolean => shown[index] === text.replaceAll(/\r\n?/g, "\n");
    count.lost += portion.filter((text, index) => !same(text, index)).length;
    count.letIn += await page.locator("img,iframe,svg,video,audio,object,math,script,style,base,template").count();
    count.letIn += await end();
    count.tried += portion.length;
  }
}

/** The account's own texts, in the element on a page without a policy, and on the form's own page. */
async function asLabels(browser: Browser, texts: readonly string[], mutant: boolean, count: Count): Promise<void> {
  for (const text of texts) {
    const site = await startFormSite({
      page: barePage,
      settings: () => ({ form: { ...textareasForm(text), fields: textareasForm(text).fields.slice(-2) } }),
      ...(mutant && { provider: writesMarkup }),
    });
    const { page, end } = await watched(browser, site);
    for (const [address, place] of [
      [site.shop, "plugboard-form form.form"],
      [site.form, "form.form"],
    ] as const) {
      await page.goto(address);
      await page
        .locator(place)
        .waitFor({ timeout: 5_000 })
        .catch(() => undefined);
      const title = await page
        .locator(`${place} h1`)
        .textContent({ timeout: 2_000 })
        .catch(() => undefined);
      if (title !== text) count.lost += 1;
      count.letIn += await page
        .locator(`${place} :is(img,iframe,svg,video,audio,object,math,script,style,base,template)`)
        .count();
      count.tried += 1;
    }
    count.letIn += await end();
    await site.close();
  }
}

export const scriptsRow: FaultRow = {
  row: "G2",
  provider: "webform",
  title:
    "texts that are scripts, of visitors and of the account, in Chromium: scripts run 0, requests to others 0, shown as typed",
  run: async ({ sample, mutant, report }) => {
    if (!existsSync(executablePath))
      return { tried: 0, lost: 0, duplicated: 0, letIn: 0, skipped: `no browser at ${executablePath}` };
    const naughty = (naughtyStrings() ?? []).filter((text) => text !== "" && !text.includes("\u0000"));
    const texts = [...scriptsInTexts, ...(sample ? naughty.filter((text) => text.includes("<")) : naughty)];
    const limits = { perVisitor: { count: 100_000, perSeconds: 60 } };
    const site = await startFormSite({
      settings: () => ({ form: textareasForm(), limits }),
      ...(mutant && { provider: writesMarkup }),
    });
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    const count: Count = { tried: 0, lost: 0, letIn: 0 };
    try {
      await shownAgain(browser, site, texts, count);
      await asLabels(browser, sample ? scriptsInTexts.slice(0, 6) : scriptsInTexts, mutant, count);
      if (count.letIn + count.lost > 0)
        report(`${String(count.letIn)} let in, ${String(count.lost)} not shown as typed`);
      return { tried: count.tried, lost: mutant ? 0 : count.lost, duplicated: 0, letIn: count.letIn };
    } finally {
      await browser.close();
      await site.close();
    }
  },
};
