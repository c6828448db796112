import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OutboundMessage, outboundMessageSchema } from "../spec/message/outbound-message.js";
import { decodePayload, encodePayload } from "./payload-codec.js";

const owner = { accountId: "acme", channelId: "c1" };
const base = { ...owner, recipients: [{ address: { kind: "phone", value: "+4930123456" } }] };
const parse = (fields: object): OutboundMessage => outboundMessageSchema.parse({ ...base, ...fields });
const back = (message: OutboundMessage): OutboundMessage => {
  const { payload, blobs } = encodePayload(message);
  return decodePayload(payload, blobs, owner);
};

/** Every UTF-16 string, lone surrogates, line breaks and NUL included. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  minLength: 1,
});
const nasty = fc.constantFrom(
  '{"$blob":0}',
  "\ud800",
  "\udfff\ud800",
  "\n",
  "\r\n",
  "\u2028\u2029",
  "\u0000",
  "__proto__",
);
const bytes = fc.uint8Array({ maxLength: 64 }).chain((value) => fc.constantFrom(value, Buffer.from(value)));

describe("a message comes back from the store as it was accepted", () => {
  test("text of any code units", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nasty), (value) => {
        const message = parse({ content: { type: "text", text: value }, metadata: { note: value.slice(0, 512) } });
        expect(back(message)).toEqual(message);
      }),
    );
  });

  test("an e-mail with any bytes attached, as Uint8Array or Buffer, and text that looks like a reference", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nasty), fc.array(bytes, { maxLength: 4 }), (value, files) => {
        const attachments = files.map((file, index) => ({
          filename: `${String(index)}.bin`,
          contentType: "application/octet-stream",
          bytes: file,
        }));
        const content = { type: "email", subject: '{"$blob":0}', text: value, attachments };
        const message = parse({ content, legalBasis: { basis: "contract", purpose: "x" }, acceptDropped: ["html"] });
        const decoded = back(message);
        expect(JSON.stringify(decoded)).toBe(JSON.stringify(withPlainBytes(message)));
        expect(decoded.content).toMatchObject({ attachments: files.map((file) => ({ bytes: Uint8Array.from(file) })) });
      }),
      { numRuns: 50 },
    );
  });
});

function withPlainBytes(message: OutboundMessage): OutboundMessage {
  if (message.content.type !== "email") return message;
  const attachments = message.content.attachments?.map((one) => ({ ...one, bytes: Uint8Array.from(one.bytes) }));
  return { ...message, content: { ...message.content, ...(attachments === undefined ? {} : { attachments }) } };
}

describe("the content hash", () => {
  const document = (content: Uint8Array): OutboundMessage =>
    parse({ content: { type: "document", media: { source: "bytes", bytes: content, contentType: "a/b" } } });

  test("is the same for the same content, whoever owns the bytes, and says nothing of what stays with the host", () => {
    const plain = encodePayload(document(Uint8Array.from([1, 2, 3])));
    expect(encodePayload(document(Buffer.from([1, 2, 3]))).contentHash).toBe(plain.contentHash);
    const [one, other] = ["x", "y"].map((note) =>
      encodePayload(parse({ content: { type: "text", text: "a" }, metadata: { note } })),
    );
    expect(one?.contentHash).toBe(other?.contentHash);
    expect(plain.contentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("differs with any byte of the content, and with the recipient", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(), (content, at) => {
        const changed = Uint8Array.from(content);
        const index = at % content.length;
        changed[index] = (changed[index] ?? 0) ^ 1;
        expect(encodePayload(document(changed)).contentHash).not.toBe(encodePayload(document(content)).contentHash);
      }),
      { numRuns: 50 },
    );
    const to = (value: string): string =>
      encodePayload(
        parse({ content: { type: "text", text: "a" }, recipients: [{ address: { kind: "phone", value } }] }),
      ).contentHash;
    expect(to("+4930123456")).not.toBe(to("+4930123457"));
  });

  test("is stable across versions: a stored one can be checked for ever", () => {
    const { payload, contentHash } = encodePayload(parse({ content: { type: "text", text: "Grüße" } }));
    expect(payload).toBe(
      '{"recipients":[{"address":{"kind":"phone","value":"+4930123456"},"role":"to"}],"content":{"type":"text","text":"Grüße"}}',
    );
    expect(contentHash).toBe("f0a5526496dfe38c7ea6cfaaf206ff2b63153b85020533d1e28e1a7ab7788de6");
  });
});

test("the stored bytes are a copy: the caller's buffer may change", () => {
  const bytesOfCaller = Uint8Array.from([1, 2, 3]);
  const media = { source: "bytes", bytes: bytesOfCaller, contentType: "a/b" };
  const { blobs, contentBytes } = encodePayload(parse({ content: { type: "document", media } }));
  bytesOfCaller.fill(0);
  expect(blobs).toEqual([Uint8Array.from([1, 2, 3])]);
  expect(contentBytes).toBeGreaterThan(3);
});

test("a reference to bytes that are not there is an error, not an empty file", () => {
  const content = { type: "document", media: { source: "bytes", bytes: Uint8Array.from([1]), contentType: "a/b" } };
  const { payload, blobs } = encodePayload(parse({ content }));
  expect(() => decodePayload(payload.replace('"$blob":0', '"$blob":7'), blobs, owner)).toThrow();
});
