import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createMarkdownRenderer, type MarkdownRenderer } from "vitepress";
import { compileTemplate } from "vue/compiler-sfc";
import { beforeAll, expect, test } from "vitest";
import { siteConfig } from "../../scripts/docs/site-config.js";
import { findPages } from "./find-pages.js";

const root = join(import.meta.dirname, "../..");
const pages = findPages(root).filter((path) => path.endsWith(".md") && !path.startsWith("examples/"));
let renderer: MarkdownRenderer;

beforeAll(async () => {
  // Without the colours of code, which take most of the time.
  const highlight = (code: string): string => renderer.utils.escapeHtml(code);
  renderer = await createMarkdownRenderer(root, { ...siteConfig.markdown, highlight });
}, 60_000);

/** What the site's build says against a page: it becomes a template, where `<word>` outside of code is an element and two braces a piece of program. */
function problemsOf(text: string, path: string): readonly string[] {
  const html = renderer.render(text, { path, relativePath: path });
  const { errors } = compileTemplate({ source: `<div>${html}</div>`, filename: path, id: path });
  return errors.map((error) => `${path}: ${typeof error === "string" ? error : error.message}`);
}

test("every page can be built into the site", () => {
  expect(pages.length).toBeGreaterThan(40);
  expect(pages.flatMap((path) => problemsOf(readFileSync(join(root, path), "utf8"), path))).toEqual([]);
});

test.each([
  ["an element that does not end", "A provider is <name> here.\n\n- <name>\n"],
  ["a piece of program", "The address is {{ host. }} here.\n"],
])("%s is found", (_what, text) => {
  expect(problemsOf(text, "docs/page.md")).not.toEqual([]);
});
