import { expect, test } from "vitest";
import { systemResolver } from "./resolve-addresses.js";

test("asks once for a name that is being asked already, and anew afterwards", async () => {
  const resolve = systemResolver();
  const [first, second] = [resolve("localhost"), resolve("localhost")];
  expect(second).toBe(first);
  expect((await first).length).toBeGreaterThan(0);
  expect(resolve("localhost")).not.toBe(first);
});

test("rejects with the system's code, and asks anew afterwards", async () => {
  const resolve = systemResolver();
  const asked = resolve("no-such-name.invalid");
  await expect(asked).rejects.toMatchObject({ code: expect.stringMatching(/^(?:ENOTFOUND|EAI_AGAIN)$/) });
  const again = resolve("no-such-name.invalid");
  expect(again).not.toBe(asked);
  await expect(again).rejects.toBeInstanceOf(Error);
});
