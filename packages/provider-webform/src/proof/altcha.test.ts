import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256Hex } from "../browser/sha256-hex.js";
import { altchaChallenge, isAltchaSolved } from "./altcha.js";

const key = "k".repeat(40);

test("the element's hash is SHA-256", () => {
  for (let length = 0; length <= 55; length += 1) {
    const text = "aZ09_-/~".repeat(7).slice(0, length);
    expect(sha256Hex(text)).toBe(createHash("sha256").update(text).digest("hex"));
  }
});

test("a puzzle is solved by its number only", () => {
  const { salt, challenge, signature, maxnumber } = altchaChallenge(key, "nonce", 200);
  const payload = (number: number, changes = {}) =>
    Buffer.from(
      JSON.stringify({ algorithm: "SHA-256", challenge, salt, signature, number, took: 5, ...changes }),
    ).toString("base64");
  const solved = Array.from({ length: maxnumber + 1 }, (_, number) => number).filter((number) =>
    isAltchaSolved(payload(number), [key], "nonce", 200),
  );
  expect(solved).toHaveLength(1);
  const [number = 0] = solved;
  for (const changes of [
    { salt: `${salt}x` },
    { signature: "0".repeat(64) },
    { algorithm: "MD5" },
    { challenge: "0".repeat(64) },
  ])
    expect(isAltchaSolved(payload(number, changes), [key], "nonce", 200)).toBe(false);
  expect(isAltchaSolved(payload(number), ["other".repeat(10)], "nonce", 200)).toBe(false);
  expect(isAltchaSolved(payload(number), [key], "other", 200)).toBe(false);
});

test.each(["", "!!!", "bnVsbA==", Buffer.from("[]").toString("base64"), "x".repeat(2_000)])(
  "%j is no solution",
  (payload) => {
    expect(isAltchaSolved(payload, [key], "nonce", 200)).toBe(false);
  },
);
