import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const text = readFileSync(join(import.meta.dirname, "../../llms.txt"), "utf8");

/** https://llmstxt.org: a title, a summary, prose without headings, then sections that are nothing but lists of links. */
test("llms.txt has the form of llmstxt.org", () => {
  const [title = "", ...sections] = text.split(/^## /m);
  expect(title).toMatch(/^# Plugboard\n\n> [^\n]+\n/);
  expect(title).not.toMatch(/^#{2,}/m);
  expect(sections.map((section) => section.split("\n")[0])).toContain("Optional");
  for (const section of sections) {
    const [, ...lines] = section.trim().split("\n");
    expect(lines.filter((line) => line !== "" && !/^- \[[^\]]+\]\([^)]+\): \S/.test(line))).toEqual([]);
  }
});
