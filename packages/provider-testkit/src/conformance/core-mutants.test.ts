import { join } from "node:path";
import { createServer, type Plugin, type ViteDevServer } from "vite";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type CoreMutant, coreMutants } from "./__fixtures__/core-mutants.js";
import type { checkProvider } from "./check-provider.js";
import type { ProviderFixtures } from "./provider-fixtures.js";

const ROOT = join(import.meta.dirname, "../../../..");
const CORE = join(ROOT, "packages/core/src");
const TIMEOUT_MS = 120_000;

const kitSchema = z.object({ checkProvider: z.custom<typeof checkProvider>((value) => typeof value === "function") });
const testingSchema = z.object({
  httpConformance: z.custom<(mode?: "none") => ProviderFixtures>((value) => typeof value === "function"),
});

let server: ViteDevServer | undefined;
afterEach(() => server?.close());

/** Changes one file of core while it is loaded; the file itself stays as it is. */
function mutating({ file, find, replace }: CoreMutant, onApplied: (times: number) => void): Plugin {
  return {
    name: "core-mutant",
    enforce: "pre",
    transform: (code, id) => {
      if (id.split("?")[0] !== join(CORE, file)) return undefined;
      onApplied(code.split(find).length - 1);
      return code.replace(find, () => replace);
    },
  };
}

/** Runs a rule of the kit in a module graph of its own. */
async function runRule(plugin: Plugin, { noticedBy, idempotency }: CoreMutant): Promise<number> {
  server = await createServer({
    root: ROOT,
    configFile: join(ROOT, "vitest.config.ts"),
    plugins: [plugin],
    server: { middlewareMode: true, watch: null, hmr: false },
    appType: "custom",
    logLevel: "silent",
    optimizeDeps: { noDiscovery: true },
  });
  const testkit = join(ROOT, "packages/provider-testkit/src");
  const kit = kitSchema.parse({ ...(await server.ssrLoadModule(join(testkit, "conformance/index.ts"))) });
  const testing = testingSchema.parse({ ...(await server.ssrLoadModule(join(testkit, "testing/index.ts"))) });
  const fixtures = testing.httpConformance(idempotency);
  const result = await kit.checkProvider(fixtures.provider, fixtures, {
    // What was said during a run is judged at its end, so something has to be done before.
    rules: noticedBy === "privacy" ? ["content-carried", "privacy"] : [noticedBy],
    quick: true,
  });
  return result.checks.filter((one) => one.rule === noticedBy && one.result === "failed").length;
}

describe("with a guard of core switched off the kit fails a good provider:", () => {
  test.each(coreMutants.map((mutant) => [mutant.name, mutant] as const))(
    "%s",
    async (_name, mutant) => {
      let applied = 0;
      const failed = await runRule(
        mutating(mutant, (times) => (applied = times)),
        mutant,
      );
      expect(applied).toBe(1);
      expect(failed).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  test(
    "and with all of them on it does not",
    async () => {
      const rules = [...new Set(coreMutants.map(({ noticedBy }) => noticedBy))];
      const { checkProvider } = await import("./check-provider.js");
      const { httpConformance } = await import("../testing/http-conformance.js");
      for (const mode of ["key", "none"] as const) {
        const fixtures = httpConformance(mode);
        const { failed } = await checkProvider(fixtures.provider, fixtures, { rules, quick: true });
        expect(failed).toBe(0);
      }
    },
    TIMEOUT_MS,
  );
});
