import type { ViewNode } from "./view-node.js";

const VOID: ReadonlySet<string> = new Set(["input", "meta", "link", "br"]);
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text within HTML: nothing of it is markup, in an element or in a quoted attribute. */
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");

/** A node as HTML. The only place where a page's markup is written. */
export function writeHtml(view: ViewNode): string {
  if (typeof view === "string") return escape(view);
  const { tag, attributes, children } = view;
  let html = `<${tag}`;
  for (const [name, value] of Object.entries(attributes)) html += ` ${name}="${escape(value)}"`;
  if (VOID.has(tag)) return `${html}>`;
  // A parser drops the first line break of a textarea, so one is put in front that may be dropped.
  html += tag === "textarea" ? ">\n" : ">";
  for (const child of children) html += writeHtml(child);
  return `${html}</${tag}>`;
}
