import { describe, expect, test } from "vitest";
import type { MessageContent } from "../spec/message/message-content.js";
import { attachmentRulesSchema, decideAttachments } from "./attachment-policy.js";

const { refusedExtensions, refusedTypes } = attachmentRulesSchema.parse({});
const rules = { extensions: new Set(refusedExtensions), types: new Set(refusedTypes) };
const bytes = new Uint8Array([1]);
const mail = (
  ...files: { filename: string; contentType?: string; bytes?: Uint8Array<ArrayBuffer> }[]
): MessageContent => ({
  type: "email",
  subject: "hello",
  text: "hello",
  attachments: files.map((file) => ({ contentType: "application/octet-stream", bytes, ...file })),
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

/** A ZIP archive of empty files, written by hand: local heads, directory, end. */
function zipOf(...names: string[]): Buffer<ArrayBuffer> {
  const heads = names.map((name) => {
    const head = Buffer.alloc(30);
    head.write("PK\u0003\u0004", "latin1");
    head.writeUInt16LE(Buffer.byteLength(name), 26);
    return Buffer.concat([head, Buffer.from(name)]);
  });
  const entries = names.map((name) => {
    const entry = Buffer.alloc(46);
    entry.write("PK\u0001\u0002", "latin1");
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    return Buffer.concat([entry, Buffer.from(name)]);
  });
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(names.length, 10);
  return Buffer.concat([...heads, ...entries, end]);
}
const windowsProgram = Buffer.concat([Buffer.from("MZ"), Buffer.from([0x90, 0, 3, 0, 0, 0, 4, 0]), Buffer.alloc(60)]);

test.each<[string, Uint8Array<ArrayBuffer>, string]>([
  ["a Windows program", windowsProgram, "exe"],
  ["a shortcut", Buffer.from("4c0000000114020000000000c000000000000046", "hex"), "lnk"],
  ["a Linux program", Buffer.from("7f454c4602010100", "hex"), "elf"],
  ["a macOS program", Buffer.from("cffaedfe0c000001", "hex"), "macho"],
  ["an archive with a program", zipOf("read me.txt", "bin/setup.exe"), "exe"],
  ["an archive whose program has a name that is not seen to be one", zipOf("a.pdf", "annex\u202efdp.exe . "), "exe"],
  ["an archive with a very long name", zipOf(`${"a".repeat(5_000)}.scr`), "scr"],
  ["an archive without its end", zipOf("a.bat").subarray(0, -22), "bat"],
  [
    "an archive whose end says there is nothing in it",
    Buffer.concat([zipOf("a.bat").subarray(0, -22), zipOf()]),
    "bat",
  ],
])("%s under a harmless name and type is not carried", (_what, file, refused) => {
  const refusal = decideAttachments(
    mail({ filename: "invoice.pdf", contentType: "application/pdf", bytes: file }),
    rules,
  );
  expect(refusal?.details).toEqual({ positions: ["0"], refused: [refused] });
  const media = { source: "bytes" as const, bytes: file, contentType: "application/pdf" };
  expect(decideAttachments({ type: "document", media }, rules)?.code).toBe("ATTACHMENT_REFUSED");
});

test.each<[string, Uint8Array<ArrayBuffer>]>([
  ["a text that begins as programs do", Buffer.from("MZ is the sign of Markt Zell, as its people know.")],
  ["a document", zipOf("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")],
  ["an empty archive", zipOf()],
  ["an archive of archives", zipOf("a.zip", "b.tar.gz")],
  ["an archive that is cut off within a name", zipOf("report.pdf").subarray(0, -26)],
  ["an archive that is cut off within an entry", zipOf("report.pdf").subarray(0, -40)],
  ["a file that only quotes an archive", Buffer.concat([Buffer.from("see: "), zipOf("a.exe")])],
  ["nothing", new Uint8Array()],
])("%s is carried", (_what, file) => {
  expect(decideAttachments(mail({ filename: "invoice.pdf", bytes: file }), rules)).toBeUndefined();
});

test("a host that refuses nothing looks into nothing", () => {
  const none = { extensions: new Set<string>(), types: new Set<string>() };
  for (const file of [windowsProgram, zipOf("a.exe")])
    expect(decideAttachments(mail({ filename: "a.exe", bytes: file }), none)).toBeUndefined();
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
