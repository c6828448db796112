import type { ShownForm } from "../form/shown-form.js";
import { node, type ViewNode } from "./view-node.js";

/**
 * What takes the form's place: that it arrived, that something is not valid any more.
 * @param isDone - whether there is nothing left to do for the reader: shown as a tick, which nobody presses a button below.
 */
export function messageView(
  { language, words }: Pick<ShownForm, "language" | "words">,
  { title, text, isDone }: { readonly title: string; readonly text: string; readonly isDone: boolean },
  ...more: ViewNode[]
): ViewNode {
  return node(
    "div",
    {
      class: isDone ? "form message done" : "form message",
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
