import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProviderV1 } from "@plugboard/core/spec";
import { integrityOf } from "@plugboard/marketplace";
import { z } from "zod";
import { type Fixtures, fixturesOf, loadFixtures } from "../packages/load-fixtures.js";
import { readFileOf } from "../packages/read-file-of.js";
import { readJsonOf } from "../packages/read-json-of.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

/** Loaded from the folder of the package that is checked. */
const KIT = "@plugboard/provider-testkit";
/** The kit is the package's own: what it gives is read like any data from outside. */
const resultSchema = z.object({
  provider: z.string(),
  version: z.string(),
  level: z.string(),
  levelReasons: z.array(z.string()),
  checks: z.array(z.object({ check: z.string(), rule: z.string(), result: z.string(), found: z.string().optional() })),
  failed: z.number(),
  skipped: z.number(),
  departures: z.array(z.object({ fault: z.string(), reason: z.string() })),
  startedAt: z.string(),
  durationMs: z.number(),
});
type Result = z.output<typeof resultSchema>;
type CheckProvider = (provider: ProviderV1, fixtures: Fixtures) => Promise<unknown>;
const kitSchema = z.object({ checkProvider: z.custom<CheckProvider>((value) => typeof value === "function") });

export const conformCommand: Command = {
  name: "conform",
  operands: "[FOLDER]",
  summary: "runs the conformance kit on a package's providers and tells the level",
  flags: {
    fixtures: { meaning: "a module that exports `conformance`; the entry ./testing when left out" },
    provider: { meaning: "only this one" },
    tarball: { meaning: "the tarball the evidence is about, as `pack` made it" },
    evidence: { meaning: "folder for the evidence, one file a provider, for `publish`" },
  },
  async run({ positionals, text, talk }) {
    const folder = resolve(positionals[0] ?? ".");
    const { name } = await readJsonOf(
      join(folder, "package.json"),
      "the package",
      z.object({ name: z.string() }),
      "name the folder of a package, or go there",
    );
    const kit = await loadKit(folder);
    const all = await loadFixtures(folder, name, text["fixtures"]);
    const wanted = fixturesOf(all, text["provider"]);
    const tarball = text["tarball"] === undefined ? undefined : await readFileOf(text["tarball"], "the tarball");
    if (text["evidence"] !== undefined && tarball === undefined)
      throw new CliError("evidence is of one tarball", "give --tarball, made by `plugboard pack`", exitCodes.usage);
    let failed = 0;
    for (const fixtures of wanted) {
      talk.progress(`checking ${fixtures.provider.manifest.id} …`);
      const result = resultSchema.parse(await kit.checkProvider(fixtures.provider, fixtures));
      failed += result.failed;
      const { provider, level, checks, skipped, durationMs, levelReasons } = result;
      talk.json({ provider, package: name, level, checks: checks.length, failed: result.failed, skipped });
      talk.line(
        `${provider}: ${level}, ${checks.length} checks, ${result.failed} failed, ${skipped} skipped, ${Math.round(durationMs / 100) / 10} s`,
      );
      for (const one of checks) if (one.result === "failed") talk.line(`  failed  ${one.check}: ${one.found ?? ""}`);
      if (result.failed === 0) for (const reason of levelReasons) talk.line(`  not higher: ${reason}`);
      if (text["evidence"] !== undefined && tarball !== undefined)
        await writeEvidence(text["evidence"], result, integrityOf(tarball), kit.version);
    }
    return failed > 0 ? exitCodes.notRight : exitCodes.done;
  },
};

/** The kit the package itself was built with, not one of this command's. */
async function loadKit(folder: string) {
  try {
    const require = createRequire(join(folder, "package.json"));
    const module: unknown = await import(pathToFileURL(require.resolve(`${KIT}/conformance`)).href);
    const { version } = z.object({ version: z.string() }).parse(require(`${KIT}/package.json`));
    return { ...kitSchema.parse({ ...(module as object) }), version };
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).includes("NOT_FOUND"))
      throw new CliError(`${KIT} is not installed there`, `npm install --save-dev ${KIT} vitest msw`);
    throw error;
  }
}

async function writeEvidence(folder: string, result: Result, integrity: string, testkitVersion: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const evidence = {
    formatVersion: 1,
    provider: result.provider,
    version: result.version,
    integrity,
    testkitVersion,
    ranAt: result.startedAt,
    checks: result.checks.map(({ check, rule, result: found }) => ({ check, rule, result: found })),
    departures: result.departures,
  };
  await writeFile(join(folder, `${result.provider}.json`), `${JSON.stringify(evidence, undefined, 2)}\n`);
}
