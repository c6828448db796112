import { headingAnchor } from "./heading-anchor.js";

/** A link as the page writes it. */
export interface PageLink {
  readonly target: string;
  readonly line: number;
}

/** A block of code with the words behind its three backticks. */
export interface CodeBlock {
  readonly language: string;
  /** `file=src/a.ts`, `continues`: what stands behind the language. */
  readonly info: string;
  readonly text: string;
  /** Of its first line, from 1. */
  readonly line: number;
}

/** A page of Markdown, as far as a reader's click and copy-and-paste go. */
export interface MarkdownPage {
  readonly links: readonly PageLink[];
  readonly anchors: ReadonlySet<string>;
  readonly blocks: readonly CodeBlock[];
}

const FENCE = /^( *)(`{3,}|~{3,})\s*(\S*)\s*(.*)$/;
const LINK = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const HTML_LINK = /<(?:a|img|source)\b[^>]*\b(?:href|src)="([^"]+)"/g;
const HTML_ANCHOR = /<[a-z]+\b[^>]*\bid="([^"]+)"/g;
/** The front page of the site says its links in its head. */
const HEAD_LINK = /^\s+link: (\S+)$/;

export function readMarkdownPage(text: string): MarkdownPage {
  const links: PageLink[] = [];
  const anchors = new Set<string>();
  const blocks: CodeBlock[] = [];
  const seen = new Map<string, number>();
  let block: { language: string; info: string; lines: string[]; line: number; fence: string } | undefined;
  let isInHead = text.startsWith("---\n");

  for (const [index, line] of text.split("\n").entries()) {
    const fence = FENCE.exec(line);
    if (block !== undefined) {
      if (fence?.[2]?.startsWith(block.fence) === true && fence[3] === "") {
        blocks.push({ language: block.language, info: block.info, text: block.lines.join("\n"), line: block.line });
        block = undefined;
      } else block.lines.push(line);
      continue;
    }
    if (fence) {
      const [, , mark = "", language = "", info = ""] = fence;
      block = { language, info, lines: [], line: index + 2, fence: mark };
      continue;
    }
    if (isInHead) {
      const [, target] = HEAD_LINK.exec(line) ?? [];
      if (target !== undefined) links.push({ target, line: index + 1 });
      if (index > 0 && line === "---") isInHead = false;
      continue;
    }
    const [, heading] = /^#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? [];
    if (heading !== undefined) {
      const anchor = headingAnchor(heading.replaceAll("`", ""));
      const count = seen.get(anchor) ?? 0;
      seen.set(anchor, count + 1);
      anchors.add(count === 0 ? anchor : `${anchor}-${count}`);
    }
    // Code in a line is no link.
    const plain = line.replaceAll(/(`+)(?:(?!\1).)+?\1/g, (code) => (code.startsWith("`") ? "" : code));
    const linked = line.replaceAll(/\[[^\]]*\]/g, "[]").replaceAll(/(`+)(?:(?!\1).)+?\1/g, "");
    for (const [, target = ""] of linked.matchAll(LINK)) links.push({ target, line: index + 1 });
    for (const [, target = ""] of plain.matchAll(HTML_LINK)) links.push({ target, line: index + 1 });
    for (const [, id = ""] of plain.matchAll(HTML_ANCHOR)) anchors.add(id);
  }
  if (block !== undefined) throw new Error(`the block of line ${block.line - 1} does not end`);
  return { links, anchors, blocks };
}
