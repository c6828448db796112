import type { ViewNode } from "../view/view-node.js";

/** A node as DOM. Only `createElement`, `setAttribute` and text: nothing is parsed as HTML, so Trusted Types have nothing to refuse. */
export function makeDom(view: ViewNode): Node {
  if (typeof view === "string") return document.createTextNode(view);
  const element = document.createElement(view.tag);
  for (const [name, value] of Object.entries(view.attributes)) element.setAttribute(name, value);
  for (const child of view.children) element.append(makeDom(child));
  return element;
}
