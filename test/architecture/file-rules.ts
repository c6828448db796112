import type { Place } from "./place.js";
import type { SourceFile } from "./source-file.js";

/** A rule looks at a whole file and returns what is wrong with it, or undefined. */
export type FileRule = (file: SourceFile, place: Place) => string | undefined;

/** STYLE: aim at 120, split at 250, never above 400. */
export const LINES_TO_SPLIT_AT = 250;
const LINES_AT_MOST = 400;
const NAMES_THAT_SAY_NOTHING = /(^|\/)(utils?|helpers?|types|misc|common)\.(ts|js|mjs)$/;

/** By the name under which a breach is reported. */
export const FILE_RULES: Readonly<Record<string, FileRule>> = {
  "file-length": (file, place) => {
    const lines = lineCount(file);
    return lines > LINES_AT_MOST && !place.isTest ? `${lines} lines, at most ${LINES_AT_MOST}` : undefined;
  },

  "file-name-is-kebab-case": (file) => {
    const name = file.path.split("/").at(-1) ?? "";
    return /^[a-z0-9]+([.-][a-z0-9]+)*\.(ts|js|mjs)$/.test(name) ? undefined : `${name} is not kebab-case`;
  },

  "file-name-says-what-is-in-it": (file) =>
    NAMES_THAT_SAY_NOTHING.test(file.path) ? "a file is named after its one export" : undefined,
};

/** Lines of text; the newline that ends the last one does not count as another. */
export function lineCount(file: SourceFile): number {
  return file.text.replace(/\n$/, "").split("\n").length;
}
