import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { newestChange } from "./newest-change.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** In build order. */
const PACKAGES = [
  "core",
  "store-sqlite",
  "http-adapters",
  "provider-telephony",
  "ledger",
  "provider-livechat",
  "provider-webform",
  "isolation",
  "marketplace",
  "plugins",
];

/**
 * Builds the packages that are measured, unless their output is newer than their source.
 * @param {(line: string) => void} progress
 * @returns {Map<string, string>} package → why it could not be built
 */
export function buildPackages(progress) {
  const failures = new Map();
  for (const name of PACKAGES) {
    const folder = `${root}packages/${name}`;
    if (newestChange(`${folder}/dist`) > newestChange(`${folder}/src`)) continue;
    progress(`building packages/${name}`);
    const args = ["run", "build", "-w", `packages/${name}`];
    const { status, stderr } = spawnSync("npm", args, { cwd: root, encoding: "utf8" });
    if (status === 0) continue;
    const complaint = stderr.split("\n").find((line) => /error/i.test(line) && !/npm/.test(line)) ?? "";
    failures.set(name, `packages/${name} could not be built: ${complaint.trim() || `exit ${status}`}`);
  }
  return failures;
}
