import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { ProviderV1 } from "@plugboard/core";
import { webform } from "@plugboard/provider-webform";
import { type FormStand, startFormSite } from "../../../browser/webform/start-form-site.js";
import { strictPage } from "../../../browser/webform/shop-page.js";
import type { FaultRow } from "../../fault-row.js";
import { naughtyStrings } from "../livechat/naughty-strings.js";
import { scriptsInTexts } from "../livechat/scripts-in-texts.js";
import { FormVisitor } from "./form-visitor.js";
import { portions, textareasForm } from "./textareas-form.js";

const executablePath = process.env["PLUGBOARD_CHROMIUM"] ?? "/usr/bin/chromium";

/** A form that tidies up what was written. */
const tidying: ProviderV1 = {
  ...webform,
  open: async (connection) => {
    const instance = await webform.open(connection);
    const parse = instance.inboundEvents?.doParse;
    if (parse === undefined) throw new Error("the web form reads nothing");
    const tidy = (value: string | string[]) => (typeof value === "string" ? value.trim().normalize("NFC") : value);
    return {
      ...instance,
      inboundEvents: {
        doParse: async (raw) =>
          (await parse(raw)).map((event) =>
            event.type === "message"
              ? {
                  ...event,
                  fields: Object.fromEntries(
                    Object.entries(event.fields ?? {}).map(([name, value]) => [name, tidy(value)]),
                  ),
                }
              : event,
          ),
      },
    };
  },
};

/** What arrived, text by text; an empty one is a field that was left empty. */
const arrivedTexts = (site: FormStand, texts: readonly string[], from: number): string[] =>
  portions(texts).flatMap((portion, number) => {
    const event = site.handled[from + number]?.event;
    const fields = event?.type === "message" ? (event.fields ?? {}) : {};
    return portion.map((_, index) => String(fields[`text${String(index)}`] ?? ""));
  });

export const fidelityRow: FaultRow = {
  row: "G1",
  provider: "webform",
  title:
    "every naughty string arrives byte for byte: posted urlencoded, as multipart, and typed into the element in Chromium",
  run: async ({ mutant, report }) => {
    const strings = naughtyStrings();
    if (strings === undefined)
      return { tried: 0, lost: 0, duplicated: 0, letIn: 0, skipped: "the outside data is not there: inputs/blns" };
    const texts = [...strings, ...scriptsInTexts];
    const limits = { perVisitor: { count: 100_000, perSeconds: 60 } };
    const site = await startFormSite({
      page: strictPage(),
      settings: () => ({ form: textareasForm(), limits }),
      ...(mutant && { provider: tidying }),
    });
    try {
      const visitor = new FormVisitor(site);
      const all = portions(texts);
      const named = (portion: readonly string[]): [string, string][] => [
        ...portion.map((text, index): [string, string] => [`text${String(index)}`, text]),
        ["needed", "yes"],
      ];
      let lost = 0;
      const compare = (what: string, from: number): void => {
        const found = arrivedTexts(site, texts, from);
        const wrong = texts.filter(
          (text, index) => !Buffer.from(text).equals(Buffer.from(found[index] ?? "\u0000absent")),
        );
        lost += wrong.length;
        if (wrong.length > 0)
          report(
            `${what}: ${String(wrong.length)} of ${String(texts.length)} differ, the first is number ${String(texts.indexOf(wrong[0] ?? ""))}`,
          );
      };
      for (const portion of all) {
        const body = new URLSearchParams(named(portion));
        body.append("_token", await visitor.token());
        await visitor.postBody(body);
      }
      await visitor.arrived(all.length);
      compare("urlencoded", 0);
      for (const portion of all) {
        const fields = new URLSearchParams(named(portion));
        fields.append("_token", await visitor.token());
        const body = new FormData();
        body.append("_fields", new Blob([fields.toString()], { type: "application/x-www-form-urlencoded" }));
        await visitor.postBody(body);
      }
      await visitor.arrived(all.length * 2);
      compare("multipart", all.length);
      const hasBrowser = existsSync(executablePath);
      if (hasBrowser) {
        const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
        const page = await browser.newPage();
        for (const portion of all) {
          await page.goto(site.shop);
          await page.locator("form.form").waitFor();
          // As a page's own script would: typing 515 strings key by key is a matter of minutes.
          await page.evaluate(
            `{ const root = document.querySelector("plugboard-form").shadowRoot;
               for (const [name, value] of ${JSON.stringify(named(portion))}) root.querySelector('[name="' + name + '"]').value = value;
               root.querySelector("button[type=submit]").click(); }`,
          );
          await page.locator(".message").waitFor();
        }
        await visitor.arrived(all.length * 3);
        await browser.close();
        compare("element", all.length * 2);
      } else report(`no browser at ${executablePath}`);
      const ways = hasBrowser ? 3 : 2;
      return {
        tried: texts.length * ways,
        lost,
        duplicated: Math.max(0, site.handled.length - all.length * ways),
        letIn: 0,
      };
    } finally {
      await site.close();
    }
  },
};
