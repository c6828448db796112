import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run.js";

const NO_REGISTRY = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/;

/**
 * Installs tarballs into a new folder as a host application would, from npm's cache where that has the dependencies.
 *
 * @returns why it was not possible when the registry cannot be reached; undefined when everything is installed.
 * @throws {Error} any other failure; an unreachable registry too when PLUGBOARD_REQUIRE_PEERS=1.
 */
export async function installPacked(folder: string, tarballs: readonly string[]): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "host", private: true, type: "module" }));
  try {
    const quiet = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
    await run("npm", ["install", ...quiet, ...tarballs], folder);
    return undefined;
  } catch (error) {
    const reason = NO_REGISTRY.exec(String(error))?.[1];
    if (reason === undefined || process.env["PLUGBOARD_REQUIRE_PEERS"] === "1") throw error;
    return `the npm registry cannot be reached (${reason})`;
  }
}
