import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../run-program.js";

const UNREACHABLE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/;

/**
 * Installs packages into a new folder as a host application would: ours from the loopback registry, all others from where npm is set up to
 * take them, from its cache where they lie there. No install script runs.
 *
 * @param folder - made anew.
 * @param manifest - its package.json.
 * @param registryUrl - the loopback registry.
 * @returns packages that do not support the Node npm runs under, as npm warned; to be empty.
 */
export async function installFrom(folder: string, manifest: object, registryUrl: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(folder, ".npmrc"), `@plugboard:registry=${registryUrl}\n`);
  try {
    const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=warn"];
    const { stderr } = await runProgram("npm", ["install", "--ignore-scripts", ...quiet], { cwd: folder });
    return [...stderr.matchAll(/EBADENGINE\s+package: '([^']+)'/g)].map(([, name]) => name ?? "");
  } catch (error) {
    const code = UNREACHABLE.exec(String(error))?.[1];
    if (code === undefined) throw error;
    const where = "what our packages need comes from the registry that `npm config get registry` names";
    throw new Error(`a registry cannot be reached (${code}): ${where}`, { cause: error });
  }
}
