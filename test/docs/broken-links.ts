import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseUrl } from "@plugboard/core/spec";
import { type MarkdownPage, readMarkdownPage } from "../../scripts/docs/markdown-page.js";

/** Addresses that no page has to have: the API is built, not committed. */
const BUILT = /^\/api\//;

/**
 * The links of pages that lead nowhere: a file or folder that is not there, an anchor that its page does not have, an address that is none. Nothing
 * is fetched.
 * @param paths - pages, relative to `root`.
 */
export function brokenLinks(root: string, paths: readonly string[]): readonly string[] {
  const pages = new Map<string, MarkdownPage>();
  const page = (path: string): MarkdownPage => {
    const known = pages.get(path) ?? readMarkdownPage(readFileSync(join(root, path), "utf8"));
    pages.set(path, known);
    return known;
  };
  return paths.flatMap((path) =>
    page(path).links.flatMap(({ target, line }) => {
      const problem = problemOf(target, path);
      return problem === undefined ? [] : [`${path}:${line} ${target} ${problem}`];
    }),
  );

  function problemOf(target: string, from: string): string | undefined {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return addressProblem(target);
    if (BUILT.test(target)) return undefined;
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? from : resolved(path, from);
    if (file.startsWith("..")) return "leaves the repository";
    if (!existsSync(join(root, file))) return "is not there";
    if (anchor === undefined || page(file).anchors.has(anchor)) return undefined;
    return "names an anchor that the page does not have";
  }

  /** The site's own links begin with a slash and have no ending. */
  function resolved(path: string, from: string): string {
    if (!path.startsWith("/")) return posix.normalize(posix.join(posix.dirname(from), decodeURI(path)));
    const file = path.slice(1);
    return existsSync(join(root, file)) ? file : `${file}.md`;
  }
}

function addressProblem(target: string): string | undefined {
  if (!/^(https?|mailto):/.test(target)) return "is no address of the web or of mail";
  return parseUrl(target) ? undefined : "is no address";
}
