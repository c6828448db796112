import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export interface PendingChangeset {
  readonly file: string;
  /** Step by package: `{ "@plugboard/core": "patch" }`. */
  readonly releases: Readonly<Record<string, string>>;
}

/** The changesets that wait for the next release. */
export function pendingChangesets(root: string): PendingChangeset[] {
  const folder = join(root, ".changeset");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .map((file) => {
      const [, head = ""] = readFileSync(join(folder, file), "utf8").split(/^---$/m);
      const lines = [...head.matchAll(/^["']?(@[^"':]+)["']?:\s*(\w+)$/gm)];
      return { file, releases: Object.fromEntries(lines.map(([, name = "", step = ""]) => [name, step])) };
    });
}
