import { join } from "node:path";
import { isolateProvider } from "@plugboard/isolation";
import { build } from "esbuild";
import { temporaryFolder } from "./connector-package.js";

const CHILD = new URL("../../../isolation/src/child/isolated-plugin-worker-main.ts", import.meta.url);

/** How a process is made where nothing is built: its first module is put together for the test. */
export async function isolateFromSource(): Promise<typeof isolateProvider> {
  const child = join(temporaryFolder(), "child.mjs");
  await build({
    entryPoints: [CHILD.pathname],
    outfile: child,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@plugboard/source"],
    logLevel: "error",
  });
  return (options) => isolateProvider(options, { child });
}
