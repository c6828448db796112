import { expect, test } from "vitest";
import { systemResolver } from "./resolve-addresses.js";

test("asks once for a name that is being asked already, and anew afterwards", async () => {
  const resolve = systemResolver();
  const [first, second] = [resolve("localhost"), resolve("localhost")];
  expect(second).toBe(first);
  expect((await first).length).toBeGreaterThan(0);
  expect(resolve("localhost")).not.toBe(first);
});
