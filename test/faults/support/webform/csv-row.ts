import { formDefinitionSchema, submissionsCsv } from "@plugboard/provider-webform";
import { contactForm } from "@plugboard/provider-webform/testing";
import type { FaultRow } from "../../fault-row.js";
import { naughtyStrings } from "../livechat/naughty-strings.js";
import { scriptsInTexts } from "../livechat/scripts-in-texts.js";

const BEGINNINGS = [
  "=",
  "+",
  "-",
  "@",
  "\t=",
  "\r=",
  "\n=",
  " =",
  "\u00a0=",
  "\ufeff=",
  "\u200b=",
  "\u202e=",
  "\uff1d",
  "\uff0b",
  "\uff0d",
  "\uff20",
  "|",
  "%",
];
const FORMULAS = [
  "cmd|' /C calc'!A0",
  'HYPERLINK("https://foreign.invalid","x")',
  "1+1",
  "SUM(A1:A9)",
  'WEBSERVICE("https://foreign.invalid")',
];
const form = formDefinitionSchema.parse(contactForm);
const column = 2 + form.fields.filter(({ type }) => type !== "file").findIndex(({ name }) => name === "message");

/** What a spreadsheet reads (RFC 4180). */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length;) {
    let cell = "";
    if (text[at] === '"') {
      for (at += 1; at < text.length; at += 1) {
        if (text[at] !== '"') cell += text.charAt(at);
        else if (text[at + 1] === '"') cell += text.charAt(at++);
        else break;
      }
      at += 1;
    } else for (; at < text.length && text[at] !== "," && text[at] !== "\r"; at += 1) cell += text.charAt(at);
    rows.at(-1)?.push(cell);
    if (text[at] === ",") at += 1;
    else if (at < text.length) {
      at += 2;
      rows.push([]);
    }
  }
  return rows;
}

/** As one writes it without thinking. */
const careless = (texts: readonly string[]): string =>
  [
    "id,received,a,b,c,d,message",
    ...texts.map((text) =>
      [1, 2, "", "", "", "", text].map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(","),
    ),
  ].join("\r\n");

export const csvRow: FaultRow = {
  row: "G5",
  provider: "webform",
  title:
    "formulas, separators and every naughty string in an export: no cell is a formula, none moves to another column",
  run: ({ mutant, report }) => {
    const texts = [
      ...BEGINNINGS.flatMap((beginning) => FORMULAS.map((formula) => beginning + formula)),
      ...['a","=1+1', "a\r\n=1+1,b", 'a"\r\n"=1+1'],
      ...scriptsInTexts,
      ...(naughtyStrings() ?? []),
    ];
    const csv = mutant
      ? careless(texts)
      : submissionsCsv(
          form,
          texts.map((message, index) => ({ providerMessageId: String(index), fields: { message } })),
        );
    const rows = readCsv(csv).slice(1);
    let [letIn, lost] = [0, 0];
    for (const [index, text] of texts.entries()) {
      const cell = rows[index]?.[column] ?? "";
      if (/^[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/u.test(cell)) {
        letIn += 1;
        if (letIn < 4) report(`number ${String(index)} is a formula`);
      }
      if (cell !== text && cell !== `'${text}`) lost += 1;
    }
    return Promise.resolve({ tried: texts.length, lost, duplicated: 0, letIn });
  },
};
