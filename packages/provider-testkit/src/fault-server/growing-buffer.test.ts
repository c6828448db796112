import { expect, test } from "vitest";
import { GrowingBuffer } from "./growing-buffer.js";

const text = (bytes: Buffer | undefined) => bytes?.toString();

test("gives back what came, in order, across its own growth", () => {
  const buffer = new GrowingBuffer();
  const all = Buffer.from(Array.from({ length: 100_000 }, (_none, index) => index % 251));
  for (let at = 0; at < all.length; at += 777) buffer.append(all.subarray(at, at + 777));
  const parts = [buffer.take(1), buffer.take(50_000), buffer.take(49_999)];
  expect(Buffer.concat(parts).equals(all)).toBe(true);
  expect(buffer.length).toBe(0);
});

test("finds a delimiter that comes in two pieces", () => {
  const buffer = new GrowingBuffer();
  buffer.append(Buffer.from("hello\r\n."));
  expect(buffer.takeThrough("\r\n.\r\n")).toBeUndefined();
  buffer.append(Buffer.from("\r\nQUIT\r\n"));
  expect([text(buffer.takeThrough("\r\n.\r\n")), text(buffer.takeThrough("\r\n"))]).toEqual([
    "hello\r\n.\r\n",
    "QUIT\r\n",
  ]);
});

test("what was taken is not overwritten by what comes later", () => {
  const buffer = new GrowingBuffer();
  buffer.append(Buffer.from("first"));
  const taken = buffer.take(5);
  buffer.clear();
  buffer.append(Buffer.from("other"));
  expect(text(taken)).toBe("first");
});
