import { describe, expect, test } from "vitest";
import { recordingLogger } from "../fakes/recording-logger.js";
import { personalDataCanaries } from "./personal-data-canaries.js";
import { personalDataProbe } from "./personal-data-probe.js";

const probe = personalDataProbe(personalDataCanaries);
const { phone, email, text } = personalDataCanaries;
const names = Object.entries(personalDataCanaries);

const ENCODINGS: Readonly<Record<string, (value: string) => string>> = {
  "as it is": (value) => value,
  "in capitals": (value) => value.toUpperCase(),
  "in JSON": (value) => JSON.stringify({ value }),
  "in JSON of JSON": (value) => JSON.stringify(JSON.stringify(value)),
  "in a URL": (value) => `https://x.example/?q=${encodeURIComponent(value)}`,
  "in a form": (value) => new URLSearchParams({ q: value }).toString(),
  "in hex": (value) => Buffer.from(value).toString("hex"),
  "in capital hex": (value) => Buffer.from(value).toString("hex").toUpperCase(),
  "in base64": (value) => Buffer.from(value).toString("base64"),
  "in base64 after one byte": (value) => Buffer.from(`a${value}zz`).toString("base64"),
  "in base64 after two bytes": (value) => Buffer.from(`ab${value}z`).toString("base64"),
  "in base64url of a credential": (value) => Buffer.from(`user:${value}:x`).toString("base64url"),
};

describe.each(Object.entries(ENCODINGS))("finds every canary %s", (_name, encode) => {
  test.each(names)("%s", (canary, value) => {
    expect(probe.search(`before ${encode(value)} after`)).toContainEqual(expect.objectContaining({ canary }));
  });
});

describe("finds a canary in", () => {
  class Named extends Error {
    readonly #to = phone;
    get recipient(): string {
      return this.#to;
    }
  }
  const hidden = Object.defineProperty({}, "secret", { value: phone, enumerable: false });
  const cyclic: Record<string, unknown> = { phone };
  cyclic["self"] = cyclic;

  test.each<[string, unknown, string]>([
    ["an error's message", new Error(`to ${phone}`), "value.message"],
    ["an error's cause", new Error("x", { cause: new Error("y", { cause: phone }) }), "value.cause.cause"],
    ["errors of an aggregate", new AggregateError([new Error(phone)]), "value.errors.0.message"],
    ["an error's stack", Object.assign(new Error("x"), { stack: phone }), "value.stack"],
    ["a getter of a class", new Named("x"), "value.recipient"],
    [
      "what a getter throws",
      Object.defineProperty({}, "x", {
        get: () => {
          throw new Error(phone);
        },
      }),
      "value.x.message",
    ],
    ["a property that is not enumerable", hidden, "value.secret"],
    ["a cycle", cyclic, "value.phone"],
    ["a map's value", new Map([["k", phone]]), "value.(map value)"],
    ["a map's key", new Map([[phone, 1]]), "value.(map key)"],
    ["a set", new Set([phone]), "value.(set member)"],
    ["bytes", Buffer.from(`x${phone}`), "value"],
    ["UTF-16 bytes", Buffer.from(phone, "utf16le"), "value"],
    ["an array buffer", Uint8Array.from(Buffer.from(phone)).buffer, "value"],
    ["a symbol", { [Symbol(phone)]: 1 }, "value.(key)"],
    ["a number", { to: Number(phone.slice(1)) }, "value.to"],
    ["toJSON", { toJSON: () => ({ phone }) }, "value.(toJSON).phone"],
    ["a symbol-keyed property", { [Symbol.for("meta")]: phone }, "value.Symbol(meta)"],
  ])("%s", (_where, value, place) => {
    expect(probe.search(value)).toContainEqual(expect.objectContaining({ place, canary: "phone" }));
  });

  test("lines of a logger, with the line and field", () => {
    const logger = recordingLogger();
    logger.info("sent", { to: email });
    expect(probe.search(logger.lines, "log")).toContainEqual({
      place: "log.0.fields.to",
      canary: "email",
      form: "raw",
    });
  });
});

test("a finding does not repeat the value, not even from a property's name", () => {
  const findings = probe.search({ [phone]: { [email]: text } });
  expect(findings.length).toBeGreaterThan(0);
  expect(probe.search(findings)).toEqual([]);
});

test("finds nothing in ids, codes and counts", () => {
  const error = new Error("TRANSFER_FAILED: the call gave no usable answer (reason: answer-timeout)");
  expect(
    probe.search([error, { messageId: "msg_0j1k2l3m4", attempt: 3, hash: "0".repeat(64) }, Buffer.alloc(4_096)]),
  ).toEqual([]);
});

test("refuses a canary too short to be told from chance", () => {
  expect(() => personalDataProbe({ pin: "1234" })).toThrow(RangeError);
});

test("there are twenty canaries", () => {
  expect(new Set(names.map(([, value]) => value)).size).toBe(20);
});
