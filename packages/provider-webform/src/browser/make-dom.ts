import type { ViewNode } from "../view/view-node.js";

/** A node as DOM. Only `createElement`, `setAttribute` and text: nothing is parsed as HTML, so Trusted Types have nothing to refuse. */
export function makeDom(view: ViewNode): Node {
  if (typeof view === "string") return document.createTextNode(view);
  const element = document.createElement(view.tag);
  for (const name in view.attributes) element.setAttribute(name, view.attributes[name] ?? "");
  for (const child of view.children) element.append(makeDom(child));
  return element;
}
