import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { harmTable } from "../support/d/levels.js";

/** Without the spaces a formatter puts in. */
const lean = (text: string): string => text.replace(/ *\| */g, "|").replace(/-{3,}/g, "---");

test("what each level stops, in the README, is the table that row D3 holds both levels to", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../../packages/isolation/README.md"), "utf8");
  expect(lean(readme)).toContain(lean(harmTable()));
});
