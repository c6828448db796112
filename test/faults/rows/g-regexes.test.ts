/* eslint-disable no-template-curly-in-string -- source text, as it is found */
import { describe, expect, test } from "vitest";
import { collectRegexes, regexesOf } from "../support/regexes/collect-regexes.js";
import { row } from "./g-regexes.js";

/** A sample checks what the last whole run has not found linear. */
const run = async (mutant: boolean): Promise<{ readonly figures: unknown; readonly said: string[] }> => {
  const said: string[] = [];
  const figures = await row.run({ sample: true, mutant, report: (text) => said.push(text) });
  return { figures, said };
};

describe(`${row.row} ${row.title}`, () => {
  test("none is let in, and the list of bounded ones is true", async () => {
    const { figures, said } = await run(false);
    expect(said).toEqual([]);
    expect(figures).toMatchObject({ lost: 0, letIn: 0 });
  }, 60_000);

  test("it fails with an exponential one among them, written or put together", async () => {
    const { figures, said } = await run(true);
    expect(figures).toMatchObject({ tried: 2, letIn: 2 });
    expect(said).toEqual([
      expect.stringMatching(/^core\/src\/careless\.ts:1 .* is exponential /),
      expect.stringMatching(/^core\/src\/careless\.ts:3 .* is exponential /),
    ]);
  }, 60_000);
});

test("regular expressions are found wherever they are written, and those that only a run makes are told apart", () => {
  const file = [
    "const WORD = /[a-z]+/u;",
    'const [A, B] = ["a", "b"];',
    'const TWO = "x" + String.raw`\\d`;',
    "schema.regex(/^a$/i);",
    'new RegExp("b+", "g");',
    "RegExp(`^${WORD.source}(?:${TWO})$`);",
    "new RegExp(given);",
    "new RegExp(`${A}`);",
    "new RegExp(/in/);",
    'const text = "/no/"; // /nor this/',
  ].join("\n");
  expect(regexesOf("a.ts", file).map(({ line, source, flags }) => [line, source, flags])).toEqual([
    [1, "[a-z]+", "u"],
    [4, "^a$", "i"],
    [5, "b+", "g"],
    [6, "^[a-z]+(?:x\\d)$", ""],
    [7, undefined, ""],
    [8, undefined, ""],
    [9, "in", ""],
  ]);
});

test("every package is read", () => {
  const packages = new Set(collectRegexes().map(({ file }) => file.split("/")[0]));
  expect([...packages]).toEqual(
    expect.arrayContaining(["core", "provider-email", "provider-livechat", "provider-webform"]),
  );
});
