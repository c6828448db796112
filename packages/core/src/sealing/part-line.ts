import { SALT_LENGTH } from "./salts.js";
import { sha256 } from "./sha256.js";

const ERASED = "erased ";

/**
 * A part: what can be taken out of an entry without changing its leaf. One line: a salt of 22 characters, a space, then what the part says. The
 * leaf covers the part's commitment only; an erased part is the word `erased`, a space and its commitment.
 */
export const partLine = {
  isErased: (line: string): boolean => line.startsWith(ERASED),

  /** SHA-256 of `part`, a line feed and the line; of an erased part the one it left. */
  commitment(line: string): string {
    return partLine.isErased(line) ? line.slice(ERASED.length) : sha256(`part\n${line}`);
  },

  /** What stays of a part: it tells nothing of what it said, since the salt is gone. */
  erase: (line: string): string => (partLine.isErased(line) ? line : ERASED + partLine.commitment(line)),

  /** The words after the salt; the last one may hold spaces. `undefined` when it was erased. */
  words(line: string, count: number): string[] | undefined {
    if (partLine.isErased(line)) return undefined;
    const words: string[] = [];
    let at = SALT_LENGTH + 1;
    for (let word = 1; word < count; word += 1) {
      const end = line.indexOf(" ", at);
      if (end === -1) break;
      words.push(line.slice(at, end));
      at = end + 1;
    }
    words.push(line.slice(at));
    return words;
  },
};
