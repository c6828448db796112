import { expect, test } from "vitest";
import { FifoQueue } from "./fifo-queue.js";

test("gives what was put in first, first, however many come and go", () => {
  const queue = new FifoQueue<number>();
  const taken: (number | undefined)[] = [];
  for (let item = 0; item < 10_000; item += 1) {
    queue.push(item);
    if (item % 3 !== 0) taken.push(queue.shift());
  }
  while (queue.size > 0) taken.push(queue.shift());
  expect(taken).toEqual(Array.from({ length: 10_000 }, (_, item) => item));
  expect(queue.shift()).toBeUndefined();
});
