import { expect, test } from "vitest";
import { clearResidue } from "./clear-residue.js";

/** A leaf of a table with two rows at the end of its page, and words wherever no row is. */
function leaf(at = 0, size = 512): Buffer {
  const page = Buffer.alloc(size, "r");
  page.fill("h", 0, at);
  page[at] = 13;
  page.writeUInt16BE(size - 60, at + 1); // one free block …
  page.writeUInt16BE(2, at + 3);
  page.writeUInt16BE(size - 100, at + 5);
  page[at + 7] = 0;
  page.writeUInt16BE(size - 100, at + 8);
  page.writeUInt16BE(size - 40, at + 10);
  page.writeUInt16BE(0, size - 60);
  page.writeUInt16BE(20, size - 58); // … of 20 bytes
  return page;
}

test.each([
  ["a page", 0, 7],
  ["the first page, behind the file's own header", 100, 1],
])("%s keeps its rows and its book-keeping, and nothing between them", (_what, at, number) => {
  const page = leaf(at);
  const before = Buffer.from(page);
  expect(clearResidue(page, number)).toBe(true);
  const kept = [
    [0, at + 12],
    [412, 456],
    [472, 512],
  ] as const;
  for (const [from, to] of kept) expect(page.subarray(from, to)).toEqual(before.subarray(from, to));
  expect(page.subarray(at + 12, 412).every((byte) => byte === 0)).toBe(true);
  expect(page.subarray(456, 472).every((byte) => byte === 0)).toBe(true);
  expect(clearResidue(page, number)).toBe(false);
});

test("a page of another kind is left alone", () => {
  const page = Buffer.alloc(512, "x");
  page.writeUInt32BE(9, 0);
  expect(clearResidue(page, 7)).toBe(false);
  expect(page.subarray(4).every((byte) => byte === 120)).toBe(true);
});

test("a damaged page ends the walk and is not read beyond its end", () => {
  const page = leaf();
  page.writeUInt16BE(452, 452); // a free block that leads to itself
  page.writeUInt16BE(65_535, 454);
  expect(() => clearResidue(page, 7)).not.toThrow();
  const wild = Buffer.alloc(512, 0xff);
  wild[0] = 13;
  expect(() => clearResidue(wild, 7)).not.toThrow();
});
