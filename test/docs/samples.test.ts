import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compilerErrors, samplesOf } from "./check-samples.js";
import { findPages } from "./find-pages.js";
import { readMarkdownPage } from "../../scripts/docs/markdown-page.js";
import { sampleFiles } from "./sample-files.js";

const root = join(import.meta.dirname, "../..");
const TIMEOUT_MS = 300_000;
const files = (text: string) => sampleFiles("docs/page.md", readMarkdownPage(text).blocks);

describe("the TypeScript samples of every page", () => {
  let errors: readonly string[];
  beforeAll(() => {
    // One program for all of them, and for one that is wrong.
    const wrong = files('Text.\n\n```ts\nconst a: string = "x";\na.shout();\n```\n');
    errors = compilerErrors(root, [...samplesOf(root, findPages(root)), ...wrong]);
  }, TIMEOUT_MS);

  test("are what the compiler takes", () => {
    expect(errors.filter((line) => !line.startsWith("docs/page.md"))).toEqual([]);
  });

  test("are named with their line in the page when they are not", () => {
    expect(errors).toContain("docs/page.md:5 Property 'shout' does not exist on type 'string'.");
  });
});

describe("a sample", () => {
  test("goes on where the one before it ended, on its own lines", () => {
    expect(files("```ts\nconst a = 1;\n```\n\n```ts continues\na;\n```\n")).toEqual([
      { path: "docs/.page-2.ts", text: "const a = 1;\nexport {};\n\n\na;", page: "docs/page.md", line: 2 },
    ]);
  });

  test("of a file lies beside the page's other files", () => {
    expect(files("```ts file=src/a.ts\n1;\n```\n")[0]?.path).toBe("docs/.page/src/a.ts");
  });

  test("with another word behind its language is refused", () => {
    expect(() => files("```ts twoslash\n1;\n```\n")).toThrow('docs/page.md:2 a sample is "file=…"');
  });
});
