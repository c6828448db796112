import type { ShownForm } from "../form/shown-form.js";
import { fieldView } from "./field-view.js";
import { OWN_NAMES } from "./own-names.js";
import { node, type ViewNode } from "./view-node.js";

/** What a form is shown with. */
export interface FormState {
  /** Where a page without a script posts to. */
  readonly action: string;
  readonly token: string;
  readonly redirect?: string | undefined;
  readonly values?: ReadonlyMap<string, readonly string[]>;
  readonly problems?: ReadonlyMap<string, string>;
  /** Said of the whole form. */
  readonly failure?: string | undefined;
}

/** A form with its title, fields, purposes and button. */
export function formView(shown: ShownForm, state: FormState): ViewNode {
  const { words, fields, title, intro, privacy, language } = shown;
  const { values, problems } = state;
  const summary = state.failure ?? (problems === undefined || problems.size === 0 ? undefined : words.correct);
  return node(
    "form",
    {
      class: "form",
      part: "form",
      method: "post",
      action: state.action,
      enctype: "multipart/form-data",
      "accept-charset": "utf-8",
      lang: language,
      dir: words.direction,
      "aria-labelledby": "pf-title",
    },
    node("h1", { id: "pf-title", part: "title" }, title),
    ...(intro === undefined ? [] : [node("p", { class: "intro", part: "intro" }, intro)]),
    node(
      "p",
      {
        class: "summary",
        part: "summary",
        role: "alert",
        "data-summary": true,
        tabindex: "-1",
        hidden: summary === undefined,
      },
      summary ?? "",
    ),
    node(
      "div",
      { class: "fields", part: "fields" },
      ...fields.map((field) =>
        fieldView(field, words, { values: values?.get(field.name) ?? [], problem: problems?.get(field.name) }),
      ),
    ),
    trap(words.leaveEmpty),
    hidden(OWN_NAMES.token, state.token),
    hidden(OWN_NAMES.language, language),
    ...(state.redirect === undefined ? [] : [hidden(OWN_NAMES.redirect, state.redirect)]),
    node(
      "details",
      { class: "purposes", part: "purposes" },
      node("summary", {}, words.purpose),
      node(
        "dl",
        {},
        ...fields.flatMap(({ label, type, purpose }) =>
          type === "consent" ? [] : [node("dt", {}, label), node("dd", {}, purpose)],
        ),
      ),
    ),
    node(
      "div",
      { class: "end" },
      node("button", { type: "submit", part: "button" }, shown.submitLabel),
      ...(privacy === undefined
        ? []
        : [
            node(
              "a",
              { href: privacy.url, part: "privacy", target: "_blank", rel: "noopener noreferrer" },
              privacy.label,
            ),
          ]),
    ),
  );
}

const hidden = (name: string, value: string): ViewNode => node("input", { type: "hidden", name, value });

/** Programs fill it in; people do not see it, nor does a screen reader say it. */
function trap(label: string): ViewNode {
  return node(
    "div",
    { class: "trap", "aria-hidden": "true" },
    node("label", { for: "pf-trap" }, label),
    node("input", {
      id: "pf-trap",
      type: "text",
      name: OWN_NAMES.trap,
      tabindex: "-1",
      autocomplete: "off",
      value: "",
    }),
  );
}
