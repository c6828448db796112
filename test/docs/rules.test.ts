import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readNamedThings, unknownNames } from "./named-things.js";

const root = join(import.meta.dirname, "../..");
const rules = readFileSync(join(root, "docs/rules.md"), "utf8");
const things = readNamedThings(root);

test("there is an entry for every rule, 1 to 23, with its anchor", () => {
  const entries = [...rules.matchAll(/<a id="r(\d+)"><\/a>(?:<a id="[a-z]+"><\/a>)?\*\*R(\d+) /g)];
  expect(entries.map(([, anchor, number]) => [anchor, number])).toEqual(
    Array.from({ length: 23 }, (_, index) => [String(index + 1), String(index + 1)]),
  );
});

test.each(["docs/rules.md", "docs/concepts.md", "docs/paths/run-a-host.md", "SECURITY.md", "AGENTS.md", "README.md"])(
  "%s names no call and no code that is not there",
  (path) => expect(unknownNames(readFileSync(join(root, path), "utf8"), things)).toEqual([]),
);

test("SECURITY.md says of every guarantee of the concepts what it covers and what it does not", () => {
  const guarantees = (page: string): readonly string[] =>
    [...readFileSync(join(root, page), "utf8").matchAll(/^\| (G\d) /gm)].map(([, name = ""]) => name);
  expect(guarantees("docs/concepts.md").length).toBeGreaterThan(0);
  expect(guarantees("SECURITY.md")).toEqual(guarantees("docs/concepts.md"));
});

test("for every rule a test is named that tries to get round it, and it is there", () => {
  const tried = [...rules.matchAll(/^\| R(\d+) +\| (.*?) +\| \[[^\]]+\]\(\.\.\/([^)]+)\) +\|$/gm)];
  expect(tried.map(([, rule]) => Number(rule))).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
  const missing = tried.filter(([, , title = "", path = ""]) => !titlesOf(path).includes(title));
  expect(missing.map(([line]) => line)).toEqual([]);
});

/** The titles of a file's tests, without the rules they end with. */
const titlesOf = (path: string): readonly string[] =>
  [
    ...readFileSync(join(root, path), "utf8").matchAll(/\b(?:test|it)(?:\.each\([\s\S]*?\))?\(\s*"((?:[^"\\]|\\.)*)"/g),
  ].map(([, title = ""]) => title.replace(/ \((?:R\d+(?:, )?)+\)$/, ""));

test("events that the rules name are told by the host", () => {
  const named = [...rules.matchAll(/events? `([a-z-]+)`/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !things.events.has(name ?? ""))).toEqual([]);
});

test("a call or a code that is gone is found", () => {
  expect(unknownNames("`channels.vanish` `center.rights.list` `NO_SUCH_CODE` `TERMS_OUTDATED` `x.y`", things)).toEqual([
    "channels.vanish",
    "NO_SUCH_CODE",
  ]);
});
