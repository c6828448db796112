import { expect, test } from "vitest";
import { AnswerBody } from "./answer-body.js";

test("is what came, in order, however it was cut", () => {
  const sent = Buffer.from(Array.from({ length: 60_000 }, (_, index) => index % 251));
  for (const sizes of [[60_000], [1], [511, 512, 1], [3, 2_048], [9_000, 1, 400]]) {
    const body = new AnswerBody();
    for (let at = 0, turn = 0; at < sent.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1;
      body.add(sent.subarray(at, at + size));
      at += size;
    }
    expect(Buffer.compare(body.whole() ?? Buffer.alloc(0), sent)).toBe(0);
    expect(body.sizeBytes).toBe(sent.length);
  }
});

test("is nothing when nothing came, and the piece itself when one came", () => {
  const [none, one, piece] = [new AnswerBody(), new AnswerBody(), Buffer.from("ok")];
  one.add(piece);
  expect([none.whole(), one.whole()]).toEqual([undefined, piece]);
  expect(one.whole()).toBe(piece);
});

test("keeps no small piece beyond the first, whose buffer is a hundred times as large", () => {
  const [body, read] = [new AnswerBody(), Buffer.from("abc")];
  body.add(Buffer.from("-"));
  body.add(read.subarray(0, 1));
  body.add(read.subarray(1, 3));
  read.fill("x");
  expect(body.whole()?.toString()).toBe("-abc");
});
