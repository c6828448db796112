/** A file that a page shows whole. */
export interface ShownFile {
  /** Below the provider's folder. */
  readonly path: string;
  readonly text: string;
}

/** The blocks of a Markdown page that name a file: three backticks, `ts file=src/x.ts`. @throws {Error} a file is shown twice. */
export function readBlocks(page: string): readonly ShownFile[] {
  const files = [...page.matchAll(/^```ts file=(\S+)\n([\s\S]*?)^```$/gm)].map(([, path = "", text = ""]) => ({
    path,
    text,
  }));
  if (new Set(files.map(({ path }) => path)).size !== files.length) throw new Error("a file is shown twice");
  return files;
}
