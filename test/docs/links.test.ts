import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { brokenLinks } from "./broken-links.js";
import { findPages } from "./find-pages.js";

const root = join(import.meta.dirname, "../..");

test("every link of every page leads somewhere, and every anchor is there", () => {
  const pages = findPages(root);
  expect(pages.length).toBeGreaterThan(20);
  expect(brokenLinks(root, pages)).toEqual([]);
});

describe("a link is found broken", () => {
  let folder: string | undefined;
  afterEach(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });
  const broken = (text: string): readonly string[] => {
    folder = mkdtempSync(join(tmpdir(), "links-"));
    const files = { "a/page.md": text, "a/other.md": "# The other one, in short\n\n<a id='x'></a><a id=\"y\"></a>\n" };
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return brokenLinks(folder, ["a/page.md"]).map((line) => line.replace(/^a\/page\.md:/, ""));
  };

  test.each([
    ["when its file is not there", "[x](gone.md)", "1 gone.md is not there"],
    ["when its anchor is not there", "\n[x](other.md#z)", "2 other.md#z names an anchor that the page does not have"],
    ["when its own page has no such anchor", "[x](#top)", "1 #top names an anchor that the page does not have"],
    ["when it leaves the repository", "[x](../../etc/passwd)", "1 ../../etc/passwd leaves the repository"],
    ["when it is of another kind", "[x](file:///a)", "1 file:///a is no address of the web or of mail"],
    ["when its address is none", "[x](https://)", "1 https:// is no address"],
    ["in a picture and in HTML", '![a](b.svg) <a href="c.md">c</a>', "1 b.svg is not there"],
    ["when its text is code", "[`code`](gone.md)", "1 gone.md is not there"],
  ])("%s", (_name, text, problem) => expect(broken(text)[0]).toBe(problem));

  test.each([
    ["in code", "`[x](gone.md)`\n\n```md\n[x](gone.md)\n```\n"],
    ["with a heading's or an element's anchor", "[x](other.md#the-other-one-in-short) [y](other.md#y) [z](/a/other)"],
    ["to a folder, a mailbox, a page of the web", "[x](../a) [y](mailto:a@b.example) [z](https://a.example/b#c)"],
  ])("but not %s", (_name, text) => expect(broken(text)).toEqual([]));
});
