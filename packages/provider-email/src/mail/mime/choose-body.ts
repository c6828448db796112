import type { MimePart } from "./mime-part.js";
import { partFileName } from "./part-file-name.js";

/** Which leaves are the body and which are attachments, each leaf exactly once. */
export interface ChosenBody {
  readonly text: MimePart | undefined;
  readonly html: MimePart | undefined;
  readonly attachments: readonly MimePart[];
}

/**
 * The first text/plain and the first text/html leaf that are not attachments are the body. They are never joined with
 * later ones: joining would change what the sender wrote, so later ones are inline attachments.
 * @param textLimitBytes - a longer part (raw) is an attachment.
 */
export function chooseBody(parts: readonly MimePart[], textLimitBytes: number): ChosenBody {
  const leaves = parts.filter((part) => !part.container);
  let text: MimePart | undefined;
  let html: MimePart | undefined;
  const attachments: MimePart[] = [];
  for (const leaf of leaves) {
    const mayBeBody =
      leaf.bodyEnd - leaf.bodyStart <= textLimitBytes &&
      leaf.disposition.value !== "attachment" &&
      (leaf === leaves[0] || partFileName(leaf) === undefined);
    if (mayBeBody && text === undefined && leaf.contentType.value === "text/plain") text = leaf;
    else if (mayBeBody && html === undefined && leaf.contentType.value === "text/html") html = leaf;
    else attachments.push(leaf);
  }
  return { text, html, attachments };
}
