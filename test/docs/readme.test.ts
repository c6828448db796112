import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const text = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
const blocks = (language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(([, code = ""]) => code);

test("a first message takes at most twelve lines of code, beside what is imported", () => {
  const [first = ""] = blocks("ts");
  const lines = first.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("import "));
  expect(first).toContain("center.send(");
  expect(lines.length).toBeLessThanOrEqual(12);
  expect(lines.filter((line) => line.length > 120)).toEqual([]);
});

test("names the two commands of a fresh clone", () => {
  const commands = blocks("sh").join("\n");
  expect(commands).toMatch(/npm ci && npm run demo/);
  expect(commands).toMatch(/npm ci && npm test/);
});
