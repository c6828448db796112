import { posix } from "node:path";
import type { CodeBlock } from "../../scripts/docs/markdown-page.js";

/** A sample as a file of its own, where its page's imports resolve as its reader's would. */
export interface SampleFile {
  /** Relative to the repository; does not exist on disk. */
  readonly path: string;
  readonly text: string;
  /** `docs/rules.md:12`: of line 1 of the text. */
  readonly page: string;
  readonly line: number;
}

/**
 * The TypeScript samples of a page. `ts file=src/a.ts` is that file, beside the others of its page; `ts continues` goes on where the sample before it
 * ended, as a reader does; `ts ignore` says that it is no program.
 */
export function sampleFiles(page: string, blocks: readonly CodeBlock[]): readonly SampleFile[] {
  const files: SampleFile[] = [];
  const folder = posix.dirname(page);
  const name = posix.basename(page, ".md");
  for (const { language, info, text, line } of blocks) {
    if (language !== "ts") continue;
    const [, file] = /file=(\S+)/.exec(info) ?? [];
    const last = files.at(-1);
    if (file !== undefined) files.push({ path: posix.join(folder, `.${name}`, file), text, page, line });
    else if (info === "continues" && last !== undefined) {
      const gap = "\n".repeat(line - last.line - last.text.split("\n").length + 1);
      files.splice(-1, 1, { ...last, text: last.text + gap + text });
    } else if (info === "")
      files.push({ path: posix.join(folder, `.${name}-${line}.ts`), text: `${text}\nexport {};\n`, page, line });
    else throw new Error(`${page}:${line} a sample is "file=…", "continues" or nothing, not "${info}"`);
  }
  return files;
}
