import type { ShownForm } from "../form/shown-form.js";
import { node, type ViewNode } from "./view-node.js";
import { writeHtml } from "./write-html.js";

/** A whole page around a form or a message. No script unless one is named, no style but the form's own file. */
export function pageHtml(
  { language, words }: Pick<ShownForm, "language" | "words">,
  title: string,
  base: string,
  content: ViewNode,
  script?: string,
): string {
  const head = node(
    "head",
    {},
    node("meta", { charset: "utf-8" }),
    node("title", {}, title),
    node("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    node("meta", { name: "robots", content: "noindex" }),
    node("link", { rel: "stylesheet", href: `${base}/form.css` }),
    ...(script === undefined ? [] : [node("script", { src: script, type: "module" })]),
  );
  const body = node("body", { class: "page" }, node("main", {}, content));
  return `<!doctype html>${writeHtml(node("html", { lang: language, dir: words.direction }, head, body))}`;
}
