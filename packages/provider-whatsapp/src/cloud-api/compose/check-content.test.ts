import type { MessageContent } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { cloudContent } from "../cloud-content.js";
import { checkContent } from "./check-content.js";
import { CONTENT_LIMITS, MEDIA_LIMITS } from "./content-limits.js";

const link = { source: "url", url: "https://example.com/a" } as const;
const bytes = (sizeBytes: number, contentType: string) =>
  ({ source: "bytes", bytes: new Uint8Array(sizeBytes), contentType }) as const;
/** Emoji outside the basic plane: two UTF-16 units each, one character. */
const long = (characters: number) => "👋".repeat(characters);
const reply = (title: string, id = "1") => ({ action: "reply", id, title }) as const;
const list = (changes: object = {}): MessageContent => ({
  type: "list",
  text: "t",
  button: "b",
  sections: [{ rows: [{ id: "1", title: "r" }] }],
  ...changes,
});
const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ id: String(index), title: "r" }));
const refusal = (content: MessageContent) => checkContent(content);

describe("content at its longest passes, one character more is refused", () => {
  test.each<[string, number, (length: number) => MessageContent]>([
    ["text", CONTENT_LIMITS.text, (length) => ({ type: "text", text: long(length) })],
    ["caption", CONTENT_LIMITS.caption, (length) => ({ type: "image", media: link, caption: long(length) })],
    [
      "file name",
      CONTENT_LIMITS.filename,
      (length) => ({ type: "document", media: link, filename: "a".repeat(length) }),
    ],
    ["text with buttons", 1_024, (length) => ({ type: "buttons", text: long(length), buttons: [reply("a")] })],
    ["title of a button", 20, (length) => ({ type: "buttons", text: "t", buttons: [reply(long(length))] })],
    ["header", 60, (length) => ({ type: "buttons", header: { text: long(length) }, text: "t", buttons: [reply("a")] })],
    ["footer", 60, (length) => ({ type: "buttons", text: "t", footer: long(length), buttons: [reply("a")] })],
    [
      "title of an address button",
      20,
      (length) => ({
        type: "buttons",
        text: "t",
        buttons: [{ action: "url", title: long(length), url: "https://example.com/" }],
      }),
    ],
    ["text of a list", 4_096, (length) => list({ text: long(length) })],
    ["button of a list", 20, (length) => list({ button: long(length) })],
    ["title of a section", 24, (length) => list({ sections: [{ title: long(length), rows: rows(1) }] })],
    ["id of a row", 200, (length) => list({ sections: [{ rows: [{ id: "x".repeat(length), title: "r" }] }] })],
    ["title of a row", 24, (length) => list({ sections: [{ rows: [{ id: "1", title: long(length) }] }] })],
    [
      "description of a row",
      72,
      (length) => list({ sections: [{ rows: [{ id: "1", title: "r", description: long(length) }] }] }),
    ],
    ["number of rows", 10, (count) => list({ sections: [{ rows: rows(count) }] })],
    [
      "number of buttons",
      3,
      (count) => ({
        type: "buttons",
        text: "t",
        buttons: Array.from({ length: count }, (_, index) => reply("a", String(index))),
      }),
    ],
    ["image of bytes", MEDIA_LIMITS.image.maxBytes, (size) => ({ type: "image", media: bytes(size, "image/png") })],
    [
      "sticker of bytes",
      MEDIA_LIMITS.sticker.maxBytes,
      (size) => ({ type: "sticker", media: bytes(size, "image/webp") }),
    ],
    ["audio of bytes", MEDIA_LIMITS.audio.maxBytes, (size) => ({ type: "audio", media: bytes(size, "audio/ogg") })],
  ])("%s: %i", (_name, limit, make) => {
    expect(refusal(make(limit))).toBeUndefined();
    expect(refusal(make(limit + 1))).toEqual({ outcome: "refused", code: "CONTENT_TOO_LARGE", party: "account" });
  });
});

describe("what the API has no form for is refused", () => {
  test.each<[string, MessageContent, string]>([
    [
      "a call button",
      { type: "buttons", text: "t", buttons: [{ action: "call", title: "c", phone: "+1" }] },
      "CONTENT_UNSUPPORTED",
    ],
    [
      "replies beside an address",
      { type: "buttons", text: "t", buttons: [reply("a"), { action: "url", title: "u", url: "https://example.com/" }] },
      "CONTENT_UNSUPPORTED",
    ],
    [
      "two addresses",
      {
        type: "buttons",
        text: "t",
        buttons: [
          { action: "url", title: "u", url: "https://example.com/" },
          { action: "url", title: "v", url: "https://example.com/" },
        ],
      },
      "CONTENT_TOO_LARGE",
    ],
    ["a picture over a list", list({ header: { media: link } }), "CONTENT_UNSUPPORTED"],
    ["two sections without titles", list({ sections: [{ rows: rows(1) }, { rows: rows(1) }] }), "CONTENT_UNSUPPORTED"],
    ["a picture of another type", { type: "image", media: bytes(1, "image/svg+xml") }, "MEDIA_TYPE_UNSUPPORTED"],
    ["a sticker that is a picture", { type: "sticker", media: bytes(1, "image/png") }, "MEDIA_TYPE_UNSUPPORTED"],
    [
      "a wrong picture in a template",
      {
        type: "template",
        name: "n",
        language: "en",
        header: [{ type: "media", kind: "image", media: bytes(1, "image/gif") }],
      },
      "MEDIA_TYPE_UNSUPPORTED",
    ],
    [
      "a native message of another API",
      { type: "native", format: "telegram", body: { type: "product" } },
      "CONTENT_UNSUPPORTED",
    ],
    [
      "a native message with a field nobody knows",
      {
        type: "native",
        format: "whatsapp-interactive",
        body: { type: "product", action: { catalog_id: "1", product_retailer_id: "2", surprise: 1 } },
      },
      "CONTENT_UNSUPPORTED",
    ],
    [
      "a native text that passes by the limits",
      { type: "native", format: "whatsapp-interactive", body: { type: "text" } },
      "CONTENT_UNSUPPORTED",
    ],
    ["an e-mail", { type: "email", subject: "s", text: "t" }, "CONTENT_UNSUPPORTED"],
  ])("%s", (_name, content, code) => {
    expect(refusal(content)).toEqual({ outcome: "refused", code, party: "account" });
  });
});

test("the host lets a largest document through to this check, with all that goes along", () => {
  const beside = 4 * (CONTENT_LIMITS.caption + CONTENT_LIMITS.filename);
  // Addresses, ids and names of fields count for the host too.
  expect(cloudContent.maxContentBytes).toBeGreaterThanOrEqual(MEDIA_LIMITS.document.maxBytes + beside + 8_192);
});
