import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { followPage } from "../../scripts/rehearsal/follow-page.js";

const FENCE = "```";
const block = (info: string, ...lines: string[]): string => [`${FENCE}${info}`, ...lines, FENCE, ""].join("\n");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plugboard-page-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function follow(text: string, rest: { says?: Record<string, string>; without?: string[] } = {}) {
  const page = join(folder, "page.md");
  writeFileSync(page, text);
  const { PATH } = process.env;
  return followPage({ page, folder, environment: { PATH }, says: {}, ...rest });
}

describe("a page that is followed", () => {
  test("has its commands typed in its order, in the folder they lead to, and its blocks put into files", async () => {
    const text = [
      block("sh", "mkdir sub   # a comment", "", "cd sub"),
      block("ts file=a.txt", "one"),
      "Prose.\n",
      block("ts continues", "two"),
      block("sh", "cat a.txt"),
    ].join("\n");
    expect(await follow(text, { says: { "cat a.txt": "one\n\ntwo" } })).toEqual({ commands: 3 });
    expect(readFileSync(join(folder, "sub/a.txt"), "utf8")).toBe("one\n\ntwo\n");
  });

  test("may say that a command ends with another code than 0", async () => {
    expect(await follow(block("sh", "false   # exit code 1: nobody gave it anything"))).toEqual({ commands: 1 });
  });

  test("leaves out what was typed before", async () => {
    expect(await follow(block("sh", "false", "true"), { without: ["false"] })).toEqual({ commands: 1 });
  });

  test.each([
    ["a command fails", block("sh", "true", "false", "true"), {}, "line 3, false: ended with 1"],
    ["a command succeeds that is to fail", block("sh", "true   # exit code 1"), {}, "line 2, true: ended with 0"],
    ["a command does not say what it has to", block("sh", "echo no"), { "echo no": "yes" }, 'does not say "yes"'],
    ["what has to be said stands behind no command", block("sh", "true"), { gone: "x" }, "not on the page: gone"],
  ])("is wrong when %s", async (_what, text, says, problem) => {
    expect((await follow(text, { says })).problem).toContain(problem);
  });
});
