import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Installs the peers into bench/, from its own lock file and without install scripts, when they are not there yet.
 * @param {(line: string) => void} progress
 */
export function installPeers(progress) {
  if (existsSync(`${folder}node_modules/.package-lock.json`)) return;
  progress("installing the peers into bench/ (once)");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "ignore"] });
  if (status !== 0) progress("npm ci failed in bench/: whatever needs a peer is left out");
}
