import { expect, test } from "vitest";
import { isCarried } from "./is-carried.js";
import { readCarried } from "./read-carried.js";

const TEXT = ' Grüße 👋\r\n \\" <b>&amp; ';
const carriedBy = (contentType: string, body: string | Uint8Array, path = "/") =>
  readCarried({ method: "POST", path, headers: { "content-type": contentType }, body: Buffer.from(body) });

test.each([
  ["JSON", "application/json", JSON.stringify({ a: [{ text: TEXT }] })],
  ["a form", "application/x-www-form-urlencoded", new URLSearchParams({ Body: TEXT }).toString()],
  [
    "JSON in a form",
    "application/x-www-form-urlencoded",
    new URLSearchParams({ V: JSON.stringify({ 1: TEXT }) }).toString(),
  ],
  ["JSON in JSON", "application/json", JSON.stringify({ inner: JSON.stringify({ text: TEXT }) })],
  [
    "multipart",
    "multipart/form-data; boundary=xx",
    `--xx\r\nContent-Disposition: form-data; name=a\r\n\r\n${TEXT}\r\n--xx--`,
  ],
])("finds a text in %s, and only as it was", (_name, contentType, body) => {
  const carried = carriedBy(contentType, body);
  expect(isCarried(TEXT, carried)).toBe(true);
  expect(isCarried(TEXT.trim(), carried)).toBe(false);
});

test("finds numbers in any notation and files as bytes or base64", () => {
  const bytes = Buffer.from([0, 255, 13, 10, 254]);
  const json = carriedBy("application/json", JSON.stringify({ lat: "52.50", file: bytes.toString("base64") }));
  expect([isCarried(52.5, json), isCarried(52.6, json), isCarried(bytes, json)]).toEqual([true, false, true]);
  const head = "--xx\r\nContent-Type: image/png\r\n\r\n";
  const part = Buffer.concat([Buffer.from(head), bytes, Buffer.from("\r\n--xx--")]);
  expect(isCarried(bytes, carriedBy('multipart/form-data; boundary="xx"', part))).toBe(true);
});

test("reads path and query", () => {
  const carried = carriedBy("text/plain", "", "/templates/order%20ready?to=%2B49");
  expect([isCarried("order ready", carried), isCarried("+49", carried)]).toEqual([true, true]);
});
