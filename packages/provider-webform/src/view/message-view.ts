import type { ShownForm } from "../form/shown-form.js";
import { node, type ViewNode } from "./view-node.js";

/** What takes the form's place: that it arrived, that something is not valid any more. */
export function messageView(
  { language, words }: Pick<ShownForm, "language" | "words">,
  title: string,
  text: string,
  ...more: ViewNode[]
): ViewNode {
  return node(
    "div",
    {
      class: "form message",
      part: "form message",
      lang: language,
      dir: words.direction,
      role: "status",
      tabindex: "-1",
    },
    node("h1", { part: "title" }, title),
    node("p", { class: "intro", part: "intro" }, text),
    ...more,
  );
}
