import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkProvider, type ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { readBlocks } from "./read-blocks.js";
import { type WrittenProvider, writeProvider } from "./write-provider.js";

const ROOT = join(import.meta.dirname, "../../..");
const TIMEOUT_MS = 120_000;
const files = readBlocks(readFileSync(join(ROOT, "docs/write-a-provider.md"), "utf8"));
const moduleSchema = z.object({
  conformance: z.array(z.custom<ProviderFixtures>((value) => typeof value === "object" && value !== null)).length(1),
});

/** As an author's compiler would see the files, with the settings of this repository. */
function typeErrors(folder: string): string[] {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.base.json"), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const paths = files.map(({ path }) => join(folder, path));
  const program = ts.createProgram(paths, { ...options, noEmit: true });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
}

describe("the provider of docs/write-a-provider.md, built from the page", () => {
  let written: WrittenProvider;
  beforeAll(() => {
    written = writeProvider(files);
  });
  afterAll(() => written.remove());

  test("is whole: provider, simulator, fixtures and test", () => {
    expect(files.map(({ path }) => path)).toEqual([
      "src/post-sms-manifest.ts",
      "src/post-sms.ts",
      "src/testing/start-post-sms-simulator.ts",
      "src/testing/conformance.ts",
      "src/testing/conformance.test.ts",
    ]);
  });

  test("has no type errors", () => expect(typeErrors(written.folder)).toEqual([]), TIMEOUT_MS);

  test(
    "passes the conformance kit at gold",
    async () => {
      const loaded: unknown = await import(join(written.folder, "src/testing/conformance.ts"));
      const [fixtures] = moduleSchema.parse({ ...(loaded as object) }).conformance;
      if (fixtures === undefined) throw new Error("the page shows no fixtures");
      const { checks, level, levelReasons } = await checkProvider(fixtures.provider, fixtures);
      expect(checks.filter(({ result }) => result !== "passed")).toEqual([]);
      expect({ level, levelReasons }).toEqual({ level: "gold", levelReasons: [] });
    },
    TIMEOUT_MS,
  );
});

describe("a page", () => {
  test("that shows a file twice is refused", () => {
    const block = "```ts file=src/a.ts\nx\n```\n";
    expect(() => readBlocks(block + block)).toThrow("twice");
  });

  test("shows only the blocks that name a file", () => {
    expect(readBlocks("```ts\na\n```\n\n```ts file=src/b.ts\nb\n```\n")).toEqual([{ path: "src/b.ts", text: "b\n" }]);
  });
});
