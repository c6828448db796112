import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readPublishedPackages } from "../../scripts/release/read-published-packages.js";
import { run } from "../packed/run.js";

/**
 * What changesets makes of the tree's manifests and configuration for one changeset, tried in a folder of its own.
 * @returns the packages it would release, by name, with their new versions.
 */
export async function planOf(
  root: string,
  folder: string,
  releases: Readonly<Record<string, "patch" | "minor" | "major">>,
): Promise<Record<string, string>> {
  const { workspaces } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { workspaces: string[] };
  await mkdir(join(folder, ".changeset"), { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "plugboard", private: true, workspaces }));
  await writeFile(join(folder, "package-lock.json"), "{}");
  await cp(join(root, ".changeset/config.json"), join(folder, ".changeset/config.json"));
  const before = readPublishedPackages(root);
  for (const one of before) {
    await mkdir(join(folder, one.folder), { recursive: true });
    await cp(join(root, one.folder, "package.json"), join(folder, one.folder, "package.json"));
  }
  const steps = Object.entries(releases).map(([name, step]) => `"${name}": ${step}`);
  await writeFile(join(folder, ".changeset/tried.md"), ["---", ...steps, "---", "", "tried"].join("\n"));
  await run(process.execPath, [join(root, "node_modules/@changesets/cli/bin.js"), "version"], folder);
  const changed = readPublishedPackages(folder).filter(({ version }, index) => version !== before[index]?.version);
  return Object.fromEntries(changed.map(({ name, version }) => [name, version]));
}
