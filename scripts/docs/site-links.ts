import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { repositoryRoot } from "./repository-root.js";

/** What of a Markdown token is needed here. */
interface Token {
  readonly type: string;
  tag: string;
  attrs: [string, string][] | null;
  readonly children: Token[] | null;
}
interface MarkdownIt {
  readonly core: {
    readonly ruler: {
      push(
        name: string,
        rule: (state: { readonly tokens: Token[]; readonly env: { relativePath?: string } }) => void,
      ): void;
    };
  };
}

/**
 * Makes links of the repository work on the site, which has the same paths: a folder is its README; a file that is no page has no address here, so its name
 * stays and the link goes.
 */
export function siteLinks(markdown: MarkdownIt): void {
  markdown.core.ruler.push("repository-links", ({ tokens, env }) => {
    const page = env.relativePath ?? "";
    for (const { children } of tokens) rewrite(children ?? [], page === "index.md" ? "docs/index.md" : page);
  });
}

function rewrite(tokens: readonly Token[], page: string): void {
  let withoutLink = false;
  for (const token of tokens) {
    if (token.type === "link_close" && withoutLink) {
      token.tag = "span";
      withoutLink = false;
    }
    if (token.type !== "link_open") continue;
    const href = token.attrs?.find(([name]) => name === "href");
    if (href === undefined || /^([a-z]+:|#|\/)/.test(href[1])) continue;
    const [path = "", anchor] = href[1].split("#");
    const target = posix.normalize(posix.join(posix.dirname(page), decodeURI(path)));
    const readme = posix.join(target, "README.md");
    if (isFolder(target) && existsSync(join(repositoryRoot, readme)))
      href[1] = `/${readme}${anchor === undefined ? "" : `#${anchor}`}`;
    else if (!target.endsWith(".md")) {
      token.tag = "span";
      token.attrs = [["title", target]];
      withoutLink = true;
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(join(repositoryRoot, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
}
