import { expect, test } from "vitest";
import { firstCallAfter } from "./strace.js";

/** Thread 10 starts and speaks, thread 11 keeps the store. */
const TRACE = `10    read(3, "x", 1) = 1
10    read(3, "x", 1) = 1
11    read(9, "x", 1) = 1
10    write(1, "port 4711\\n", 10) = 10
10    read(4, "x", 1) = 1
11    read(9, "x", 1 <unfinished ...>
11    <... read resumed>) = 1
11    pwrite64(9, "x", 1, 0) = 1
`;

test("a sweep begins at the first call after the moment, of the thread that had made fewest", () => {
  expect(firstCallAfter(TRACE, "read", "port ")).toBe(2);
});

test("a call that is made only after it is tried from the first on", () => {
  expect(firstCallAfter(TRACE, "pwrite64", "port ")).toBe(1);
});

test("a call that nobody makes after it is not tried at all", () => {
  expect(firstCallAfter(TRACE, "write", "port ")).toBe(Infinity);
});
