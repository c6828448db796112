import { readMarkdownPage } from "../docs/markdown-page.js";

/** What a reader of a page does next: types a command, or puts a block into a file. */
export type GuideStep =
  | {
      readonly command: string;
      /** What the page says it ends with, as `# exit code 1`; 0 where it says nothing. */
      readonly exitCode: number;
      readonly line: number;
    }
  | { readonly path: string; readonly text: string; readonly line: number };

/**
 * The steps of a page, in its order: each line of its shell blocks is a command, each block `ts file=a.ts` a file of that name in the folder the reader
 * is in then, with the blocks after it that say `continues`.
 */
export function guideSteps(page: string): readonly GuideStep[] {
  const steps: GuideStep[] = [];
  for (const { language, info, text, line } of readMarkdownPage(page).blocks) {
    const [, file] = /^file=(\S+)$/.exec(info) ?? [];
    const before = steps.findLastIndex((step) => "path" in step);
    const begun = steps[before];
    if (language === "sh") steps.push(...commandsOf(text, line));
    else if (file !== undefined) steps.push({ path: file, text: `${text}\n`, line });
    else if (info === "continues" && begun !== undefined && "path" in begun)
      steps[before] = { ...begun, text: `${begun.text}\n${text}\n` };
  }
  return steps;
}

function commandsOf(block: string, firstLine: number): readonly GuideStep[] {
  return block.split("\n").flatMap((typed, index) => {
    const [, command = "", comment = ""] = /^\s*([^#]*?)\s*(?:#(.*))?$/.exec(typed) ?? [];
    if (command === "") return [];
    const [, exitCode = "0"] = /exit code (\d+)/.exec(comment) ?? [];
    return [{ command, exitCode: Number(exitCode), line: firstLine + index }];
  });
}
