import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProviderV1 } from "@plugboard/core/spec";
import { type IsolatedProvider, type IsolationOptions, isolateProvider } from "@plugboard/isolation";
import { build } from "esbuild";

const PACKAGE = new URL("../../../../packages/isolation/src/", import.meta.url);

/** The connector that does harm when it is asked to, built, and how it is put into a process. */
export interface Hostile {
  /** In this process: level 1. */
  readonly provider: ProviderV1;
  isolate(options?: Pick<IsolationOptions, "limits" | "onStarted" | "onStopped">): Promise<IsolatedProvider>;
}

export async function buildHostile(): Promise<Hostile> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "plugboard-d-")));
  const [entry, child] = await Promise.all([
    buildModule("__fixtures__/hostile-connector.ts", join(folder, "hostile", "main.mjs")),
    buildModule("child/isolated-plugin-worker-main.ts", join(folder, "child", "main.mjs")),
  ]);
  const { provider } = (await import(pathToFileURL(entry).href)) as { readonly provider: ProviderV1 };
  return {
    provider,
    isolate: (options = {}) =>
      isolateProvider({ entry, exportName: "provider", manifest: provider.manifest, ...options }, { child }),
  };
}

/** A host, and the hostile connector, as files to be run. */
export interface BuiltHost {
  readonly main: string;
  /** The connector's module. */
  readonly entry: string;
  /** What its process begins with. */
  readonly child: string;
}

export async function buildHost(): Promise<BuiltHost> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "plugboard-d-")));
  const [main, entry, child] = await Promise.all([
    buildModule(new URL("host-main.ts", import.meta.url).pathname, join(folder, "host", "main.mjs")),
    buildModule("__fixtures__/hostile-connector.ts", join(folder, "hostile", "main.mjs")),
    buildModule("child/isolated-plugin-worker-main.ts", join(folder, "child", "main.mjs")),
  ]);
  return { main, entry, child };
}

async function buildModule(module: string, outfile: string): Promise<string> {
  const conditions = ["@plugboard/source"];
  const entryPoints = [new URL(module, PACKAGE).pathname];
  // What is left of CommonJS in what was put together asks for Node's own modules.
  const js = 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);';
  const form = { bundle: true, format: "esm", platform: "node", target: "node20" } as const;
  await build({ entryPoints, outfile, conditions, banner: { js }, ...form, logLevel: "error" });
  return outfile;
}
