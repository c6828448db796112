/* eslint-disable no-template-curly-in-string -- source text, as it is found */
import { readFileSync, writeFileSync } from "node:fs";
import type { FaultRow } from "../../fault-row.js";
import { boundedRegexes } from "./bounded-regexes.js";
import { checkRegex } from "./check-regex.js";
import { collectRegexes, regexesOf } from "./collect-regexes.js";

/** What the last whole run found linear, one a line: a sample takes its word and checks the rest. */
const LINEAR = new URL("linear-regexes.txt", import.meta.url);

/** As somebody might add them for the lines of a mail. */
const careless = () =>
  regexesOf(
    "core/src/careless.ts",
    ["const LINES = /^(?:[\\w.]+\\s?)+$/;", 'const WORD = "[a-z]+";', "new RegExp(`^(?:${WORD}|_)+$`);"].join("\n"),
  );

export const regexesRow: FaultRow = {
  row: "G7",
  provider: "regexes",
  title:
    "every regular expression of the packages: none is exponential, and a polynomial one only where its input is bounded",
  run: async ({ sample, mutant, report }) => {
    const found = mutant ? careless() : collectRegexes();
    const bounded = new Set(boundedRegexes.map(({ file, text }) => `${file} ${text}`));
    const stale = new Set(mutant ? [] : bounded);
    const known = new Set(sample ? readFileSync(LINEAR, "utf8").trim().split("\n") : []);
    const linear = new Set<string>();
    let letIn = 0;
    for (const { file, line, source, flags, text } of found) {
      const place = `${file} ${text}`;
      const spelled = `/${source ?? ""}/${flags}`;
      if (source !== undefined && (known.has(spelled) || linear.has(spelled))) continue;
      const isBounded = bounded.has(place);
      if (sample && isBounded) {
        stale.delete(place);
        continue;
      }
      const {
        growth,
        proven = false,
        attack = "",
      } = source === undefined ? { growth: "made of what only a run knows" } : await checkRegex(source, flags);
      if (growth === "linear" && (proven || !isBounded)) {
        linear.add(spelled);
        continue;
      }
      stale.delete(place);
      if (isBounded && growth !== "exponential") continue;
      letIn += 1;
      report(`${file}:${String(line)} ${text} is ${growth} ${attack.slice(0, 200)}`);
    }
    for (const place of stale)
      report(`no longer to be listed in bounded-regexes.ts, being proven linear or gone: ${place}`);
    if (!sample && !mutant && letIn + stale.size === 0) writeFileSync(LINEAR, `${[...linear].sort().join("\n")}\n`);
    return { tried: found.length, lost: stale.size, duplicated: 0, letIn };
  },
};
