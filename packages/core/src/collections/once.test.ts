import { expect, test } from "vitest";
import { once } from "./once.js";

test("makes nothing before it is asked, and one value however often it is asked", () => {
  let made = 0;
  const table = once(() => {
    made += 1;
    return undefined;
  });
  expect(made).toBe(0);
  table();
  table();
  expect(made).toBe(1);
});
