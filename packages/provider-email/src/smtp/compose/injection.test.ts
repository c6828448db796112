import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { OutboundMessage } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { emailTransfer } from "../__fixtures__/email-transfer.js";
import { composeEmail } from "./compose-email.js";
import { ComposeRefusal } from "./compose-refusal.js";

const oracles = process.env["PLUGBOARD_ORACLES"] ?? resolve(import.meta.dirname, "../../../../../../shared/oracles");
const blnsPath = resolve(oracles, "inputs/blns/blns.json");
const blns = existsSync(blnsPath) ? z.array(z.string()).parse(JSON.parse(readFileSync(blnsPath, "utf8"))) : [];

const LINE_ENDS = [
  "\r\n",
  "\n",
  "\r",
  "\0",
  "\u2028",
  "\u2029",
  "\u0085",
  "\v",
  "\f",
  "\x1c",
  "\r\n ",
  "\n\t",
  "\r\n\r\n",
];
const ATTACKS = [
  ...LINE_ENDS.flatMap((end) => [
    `a${end}Bcc: evil@example.net`,
    `${end}Bcc: evil@example.net`,
    `a${end}`,
    `a${end}.${end}QUIT`,
  ]),
  "=?UTF-8?B?DQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=",
  "=?UTF-8?Q?=0D=0ABcc:_evil@example.net?=",
  "<evil@example.net>, <b@example.net>",
  '"; filename="evil.exe',
  "a\ud800b",
];

/** Every place of a message that becomes part of a header, past the schemas: what a bug elsewhere would let in. */
const PLACES: Readonly<Record<string, (message: OutboundMessage, value: string) => unknown>> = {
  subject: (message, value) => ({ ...message, content: { ...message.content, subject: value } }),
  "sender name": (message, value) => ({ ...message, sender: { kind: "email", value: "a@example.com", name: value } }),
  "sender address": (message, value) => ({ ...message, sender: { kind: "email", value } }),
  "recipient name": (message, value) => ({
    ...message,
    recipients: [{ role: "to", address: { kind: "email", value: "a@example.com", name: value } }],
  }),
  "recipient address": (message, value) => ({
    ...message,
    recipients: [{ role: "cc", address: { kind: "email", value } }],
  }),
  "recipient domain": (message, value) => ({
    ...message,
    recipients: [{ role: "bcc", address: { kind: "email", value: `a@${value}` } }],
  }),
  "reply address": (message, value) => ({
    ...message,
    content: { ...message.content, replyTo: { kind: "email", value } },
  }),
  "answered id": (message, value) => ({ ...message, content: { ...message.content, inReplyTo: value } }),
  reference: (message, value) => ({ ...message, content: { ...message.content, references: ["<a@b>", value] } }),
  "answered message": (message, value) => ({ ...message, replyToProviderMessageId: value }),
  "unsubscribe address": (message, value) => ({
    ...message,
    content: { ...message.content, listUnsubscribe: { url: `https://example.com/${value}` } },
  }),
  "unsubscribe mailbox": (message, value) => ({
    ...message,
    content: { ...message.content, listUnsubscribe: { mailto: `mailto:${value}` } },
  }),
  "own field": (message, value) => ({ ...message, content: { ...message.content, headers: { "X-A": value } } }),
  "own field's name": (message, value) => ({ ...message, content: { ...message.content, headers: { [value]: "x" } } }),
  "file name": (message, value) => ({
    ...message,
    content: { ...message.content, attachments: [{ filename: value, contentType: "a/b", bytes: new Uint8Array(1) }] },
  }),
  "file type": (message, value) => ({
    ...message,
    content: { ...message.content, attachments: [{ filename: "a", contentType: value, bytes: new Uint8Array(1) }] },
  }),
  "type parameter": (message, value) => ({
    ...message,
    content: {
      ...message.content,
      attachments: [{ filename: "a", contentType: `a/b; c=${value}`, bytes: new Uint8Array(1) }],
    },
  }),
  "content id": (message, value) => ({
    ...message,
    content: {
      ...message.content,
      html: "x",
      attachments: [{ filename: "a", contentType: "a/b", bytes: new Uint8Array(1), contentId: value }],
    },
  }),
};
const KNOWN_FIELDS = new Set(
  "From Reply-To To Cc Date Message-ID In-Reply-To References Subject List-Unsubscribe List-Unsubscribe-Post X-A MIME-Version Content-Type Content-Transfer-Encoding".split(
    " ",
  ),
);

function compose(message: unknown): string | undefined {
  try {
    return composeEmail(message as OutboundMessage, {
      from: { kind: "email", value: "support@example.com" },
      messageId: (domain) => `<id@${domain}>`,
      dateMs: 0,
    }).bytes.toString();
  } catch (error) {
    if (!ComposeRefusal.isInstance(error)) throw error;
    return undefined;
  }
}

function strayFields(composed: string): string[] {
  const header = composed.slice(0, composed.indexOf("\r\n\r\n"));
  const names = header
    .split("\r\n")
    .filter((line) => !/^[ \t]/.test(line))
    .map((line) => line.split(":", 1).join());
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...names.filter((name) => !KNOWN_FIELDS.has(name) && !/^(?:X|List)-/.test(name)), ...twice];
}

describe.each(Object.entries(PLACES))("%s", (_name, place) => {
  const values = [...ATTACKS, ...blns];

  test(`carries no header, line or end of data of its own (${values.length} values, ${blns.length} of them from blns)`, () => {
    const { message } = emailTransfer({ text: "x" });
    for (const value of values) {
      const composed = compose(place(message, value));
      if (composed === undefined) continue;
      expect(strayFields(composed), JSON.stringify(value)).toEqual([]);
      expect(
        composed.includes("\r\n.\r\n") || /\r(?!\n)|(?<!\r)\n|[\0\v\f]/.test(composed),
        JSON.stringify(value),
      ).toBe(false);
    }
  });
});

test("a line break in an unsubscribe address is refused, though URL parsers overlook it", () => {
  const { message } = emailTransfer({ text: "x", listUnsubscribe: { url: "https://example.com/u" } });
  const url = "https://example.com/u\r\nBcc: evil@example.net";
  expect(() => new URL(url)).not.toThrow();
  expect(compose({ ...message, content: { ...message.content, listUnsubscribe: { url } } })).toBeUndefined();
});

test.each([
  ["a blank", "https://example.com/u u"],
  ["an end of the address", "https://example.com/u>, <https://evil.example/"],
  ["a letter beyond ASCII", "https://example.com/ü"],
])("an unsubscribe address with %s is refused", (_name, url) => {
  const { message } = emailTransfer({ text: "x" });
  expect(compose({ ...message, content: { ...message.content, listUnsubscribe: { url } } })).toBeUndefined();
});

test("a field of its own that repeats one made from another part of the content is refused", () => {
  const listUnsubscribe = { url: "https://example.com/u" };
  for (const headers of [{ "List-Unsubscribe": "<https://evil.example>" }, { "X-A": "1", "X-a": "2" }])
    expect(compose(emailTransfer({ text: "x", listUnsubscribe, headers }).message)).toBeUndefined();
});

test.each(LINE_ENDS)("a subject with %j is refused, not encoded: the reader would find it again", (end) => {
  const { message } = emailTransfer({ text: "x" });
  expect(compose({ ...message, content: { ...message.content, subject: `a${end}b` } })).toBeUndefined();
});

test.each(Object.keys(PLACES))(
  "half a surrogate pair in %s is refused or left out, never sent as another character",
  (name) => {
    const { message } = emailTransfer({ text: "x" });
    const composed = compose(PLACES[name]!(message, "a\ud800b"));
    if (composed !== undefined) expect(name).toBe("answered message");
  },
);

test("an attached message that contains our boundary is refused, not taken for the end of a part", () => {
  const attached = (text: string) =>
    emailTransfer({
      text: "x",
      attachments: [{ filename: "m", contentType: "message/rfc822", bytes: Buffer.from(text) }],
    });
  const boundary = /boundary="([^"]+)"/.exec(compose(attached("X: y\r\n").message) ?? "")?.[1];
  expect(boundary).toMatch(/^=_/);
  expect(compose(attached(`X: y\r\n\r\n--${boundary}--\r\n`).message)).toBeUndefined();
});

test("a field that fits in no line is refused", () => {
  const id = (length: number) => `<${"x".repeat(length - 2)}>`;
  const answering = (inReplyTo: string) => compose(emailTransfer({ text: "x", inReplyTo }).message);
  expect(answering(id(997))).toBeDefined();
  expect(answering(id(998))).toBeUndefined();
});
