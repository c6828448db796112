import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { newestChange } from "./newest-change.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** In build order. */
const PACKAGES = ["core", "store-sqlite"];

/**
 * Builds the packages that are measured, unless their output is newer than their source.
 * @param {(line: string) => void} progress
 * @returns {string | null} why it could not be done
 */
export function buildPackages(progress) {
  for (const name of PACKAGES) {
    const folder = `${root}packages/${name}`;
    if (newestChange(`${folder}/dist`) > newestChange(`${folder}/src`)) continue;
    progress(`building packages/${name}`);
    const { status, stderr } = spawnSync("npm", ["run", "build", "-w", `packages/${name}`], {
      cwd: root,
      encoding: "utf8",
    });
    if (status !== 0) {
      const complaint = (stderr.split("\n").find((line) => /error/i.test(line) && !/npm/.test(line)) ?? "").trim();
      return `packages/${name} could not be built${complaint === "" ? "" : `: ${complaint}`}`;
    }
  }
  return null;
}
