import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { CliError } from "../shell/cli-error.js";

const listSchema = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).length(1);

/** The files npm would publish, by npm's own rules; none of the package's scripts run. */
export async function packageFiles(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { stdout } = await promisify(execFile)(npm, ["pack", "--dry-run", "--json", "--ignore-scripts", "--silent"], {
    cwd: folder,
    maxBuffer: 64 * 1_048_576,
  }).catch(() => {
    throw new CliError(`npm cannot list the files of ${folder}`, "run `npm pack --dry-run` there: it says why");
  });
  const [list] = listSchema.parse(JSON.parse(stdout));
  const files = new Map<string, Uint8Array>();
  for (const { path } of list?.files ?? []) files.set(path, await readFile(join(folder, path)));
  return files;
}
