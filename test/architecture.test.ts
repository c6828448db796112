import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BAD_SAMPLES } from "./architecture/bad-samples.js";
import { checkArchitecture, RULE_NAMES } from "./architecture/check-architecture.js";
import { LINES_TO_SPLIT_AT, lineCount } from "./architecture/file-rules.js";
import { GOOD_SAMPLES } from "./architecture/good-samples.js";
import { placeOf } from "./architecture/place.js";
import { readManifests, readSources } from "./architecture/read-sources.js";

const root = join(import.meta.dirname, "..");
const manifests = readManifests(root);
const sources = readSources(root);

describe("the house", () => {
  // Reads every file: seconds, and more of them on a busy machine.
  test("keeps every rule of who may import whom, and of what a file is", { timeout: 120_000 }, () => {
    expect(checkArchitecture(sources, manifests)).toEqual([]);
  });

  test("is read in full: every package has sources", () => {
    const units = new Set(sources.map(({ path }) => placeOf(path).unit));
    expect(
      [...manifests.keys()].map((name) => name.replace("@plugboard/", "")).filter((unit) => !units.has(unit)),
    ).toEqual([]);
  });

  test("names the files that are due for a split", async (context) => {
    const long = sources
      .filter((file) => !placeOf(file.path).isTest && lineCount(file) > LINES_TO_SPLIT_AT)
      .map((file) => `${lineCount(file)} ${file.path}`);
    if (long.length > 0) await context.annotate(`over ${LINES_TO_SPLIT_AT} lines:\n${long.join("\n")}`);
    expect(long.length).toBeLessThanOrEqual(Math.ceil(sources.length / 20));
  });
});

describe("the check", () => {
  test("has a sample to catch for every rule", () => {
    expect(Object.keys(BAD_SAMPLES).sort()).toEqual([...RULE_NAMES].sort());
  });

  for (const [rule, samples] of Object.entries(BAD_SAMPLES)) {
    test.each(samples.map((sample) => [`${sample.path}: ${sample.text.split("\n", 1).join()}`, sample] as const))(
      `${rule} catches %s`,
      (_name, sample) => {
        const caught = checkArchitecture([sample], manifests).map((violation) => violation.rule);
        expect(caught).toContain(rule);
      },
    );
  }

  test.each(GOOD_SAMPLES.map((sample) => [`${sample.path}: ${sample.text.split("\n", 1).join()}`, sample] as const))(
    "lets pass %s",
    (_name, sample) => {
      expect(checkArchitecture([sample], manifests)).toEqual([]);
    },
  );
});
