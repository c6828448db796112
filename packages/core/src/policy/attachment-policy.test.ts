import { describe, expect, test } from "vitest";
import type { MessageContent } from "../spec/message/message-content.js";
import { attachmentRulesSchema, decideAttachments } from "./attachment-policy.js";

const { refusedExtensions, refusedTypes } = attachmentRulesSchema.parse({});
const rules = { extensions: new Set(refusedExtensions), types: new Set(refusedTypes) };
const bytes = new Uint8Array([1]);
const mail = (...files: { filename: string; contentType?: string }[]): MessageContent => ({
  type: "email",
  subject: "hello",
  text: "hello",
  attachments: files.map((file) => ({ contentType: "application/octet-stream", ...file, bytes })),
});

test.each([
  ..."setup.exe SETUP.EXE invoice.pdf.scr a.exe. a.exe::$DATA a:b.exe dir/a.exe a.e\u200bxe ａ．ｅｘｅ".split(" "),
  ...["a.exe ", "a.exe . .", "a. exe", "annex\u202efdp.exe", "a.exe\u2028", "a.lnk", "a.ps1", "a.js"],
])("a file named %j is not carried", (filename) => {
  expect(decideAttachments(mail({ filename }), rules)).toMatchObject({ code: "ATTACHMENT_REFUSED", rule: "R21" });
});

test.each(["report.pdf", "exe", "exe.pdf", "a.exe.zip", ".", "...", "Übersicht.docx", "a.constructor", "a.__proto__"])(
  "a file named %j is",
  (filename) => {
    expect(decideAttachments(mail({ filename }), rules)).toBeUndefined();
  },
);

test("the declared type counts as well, whatever its parameters and case", () => {
  const contentType = "Application/X-MSDownload; name=a.pdf";
  expect(decideAttachments(mail({ filename: "a.pdf", contentType }), rules)?.details).toEqual({
    positions: ["0"],
    refused: ["application/x-msdownload"],
  });
});

test("the refusal names positions and words of the rules, never a file", () => {
  const files = ["a.pdf", "Befund Ann Example.EXE", "b.js"].map((filename) => ({ filename }));
  const refused = decideAttachments(mail(...files), rules);
  expect(refused?.details).toEqual({ positions: ["1", "2"], refused: ["exe", "js"] });
});

describe("files that are no attachments of a mail", () => {
  const media = { source: "bytes" as const, bytes, contentType: "application/x-msdownload" };
  const harmless = { ...media, contentType: "application/pdf" };
  test.each<[string, MessageContent]>([
    ["a document by its name", { type: "document", media: harmless, filename: "a.exe" }],
    ["a document by its type", { type: "document", media }],
    [
      "a document by the type of its address",
      { type: "document", media: { ...media, source: "url", url: "https://a.example/b" } as never },
    ],
    ["an image", { type: "image", media }],
    ["a sticker", { type: "sticker", media }],
    [
      "what is above buttons",
      { type: "buttons", header: { media }, text: "a", buttons: [{ action: "reply", id: "1", title: "a" }] },
    ],
    [
      "a template's header",
      {
        type: "template",
        name: "a",
        language: "de",
        header: [{ type: "media", kind: "document", media: harmless, filename: "a.exe" }],
      },
    ],
  ])("%s", (_what, content) => {
    expect(decideAttachments(content, rules)?.code).toBe("ATTACHMENT_REFUSED");
  });

  test.each<[string, MessageContent]>([
    ["a text", { type: "text", text: "setup.exe" }],
    ["an uploaded file", { type: "document", media: { source: "id", id: "a.exe" } }],
    ["a document without a name", { type: "document", media: harmless }],
    [
      "buttons under words",
      { type: "buttons", header: { text: "a.exe" }, text: "a", buttons: [{ action: "reply", id: "1", title: "a" }] },
    ],
  ])("%s is carried", (_what, content) => {
    expect(decideAttachments(content, rules)).toBeUndefined();
  });
});

test.each([
  { refusedExtensions: [".exe"] },
  { refusedExtensions: ["EXE"] },
  { refusedTypes: ["exe"] },
  { refused: [] },
])("rules that would refuse nothing they name are no rules: %j", (input) => {
  expect(attachmentRulesSchema.safeParse(input).success).toBe(false);
});
