import assert from "node:assert/strict";
import { test } from "node:test";
import { createRequestReader } from "./request-reader.mjs";

const post = (/** @type {string} */ path, /** @type {string} */ extra = "") =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n${extra}\r\nhello`;

test("finds requests however the bytes are cut", () => {
  const bytes = Buffer.from(post("/delay-50/messages", "idempotency-key: k-1\r\n") + post("/messages"));
  for (let size = 1; size <= bytes.length; size += 1) {
    /** @type {object[]} */
    const requests = [];
    const read = createRequestReader((request) => requests.push(request));
    for (let from = 0; from < bytes.length; from += size) assert.ok(read(bytes.subarray(from, from + size)));
    assert.deepEqual(requests, [
      { delayMs: 50, key: "k-1" },
      { delayMs: 0, key: null },
    ]);
  }
});

test("refuses a request without a length", () => {
  const read = createRequestReader(() => assert.fail("not a request"));
  assert.equal(read(Buffer.from("GET / HTTP/1.1\r\nhost: x\r\n\r\n")), false);
});
