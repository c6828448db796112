import type { ShownField } from "../form/shown-form.js";
import type { FormWords } from "../words/form-words.js";
import { node, type ViewNode } from "./view-node.js";

const INPUT_TYPES: Readonly<Record<string, string>> = { phone: "tel", text: "text", email: "email", date: "date" };
const NARROW: ReadonlySet<string> = new Set(["text", "email", "phone", "number", "date", "select"]);

/** What was filled in before, and what is wrong with it. */
export interface FieldState {
  readonly values: readonly string[];
  readonly problem: string | undefined;
}

/** One field with its label, hint and place for what is wrong. */
export function fieldView(field: ShownField, words: FormWords, { values, problem }: FieldState): ViewNode {
  const { name, type, required, hint } = field;
  const id = `pf-${name}`;
  const hints = type === "file" ? [hint ?? [], fileHint(field, words)].flat().join(" · ") : hint;
  const described = [hints === undefined ? "" : `${id}-hint`, `${id}-error`].join(" ").trim();
  const optional = required ? "" : node("span", { class: "optional", part: "optional" }, ` (${words.optional})`);
  const error = node(
    "p",
    { class: "error", part: "error", id: `${id}-error`, "data-error-of": name, hidden: problem === undefined },
    problem === undefined ? "" : (words.problems[problem] ?? words.correct),
  );
  const help = hints === undefined ? [] : [node("p", { class: "hint", part: "hint", id: `${id}-hint` }, hints)];
  const common = {
    name,
    required,
    "aria-describedby": described,
    "aria-invalid": problem === undefined ? undefined : "true",
  };
  const group = (...children: ViewNode[]): ViewNode =>
    node("div", { class: NARROW.has(type) ? "field narrow" : "field", part: "field", "data-field": name }, ...children);

  if (type === "consent")
    return group(
      node(
        "label",
        { class: "choice consent", part: "consent" },
        node("input", { type: "checkbox", ...common, value: "yes", checked: values.includes("yes") }),
        node("span", {}, field.label, optional),
      ),
      ...help,
      error,
    );
  if (type === "radio" || type === "checkboxes")
    return group(
      node(
        "fieldset",
        { "aria-describedby": described, id },
        node("legend", { class: "label", part: "label" }, field.label, optional),
        ...help,
        ...(field.options ?? []).map(({ value, label }) =>
          node(
            "label",
            { class: "choice", part: "choice" },
            node("input", {
              type: type === "radio" ? "radio" : "checkbox",
              name,
              value,
              required: required && type === "radio",
              checked: values.includes(value),
            }),
            node("span", {}, label),
          ),
        ),
        error,
      ),
    );
  return group(
    node("label", { for: id, class: "label", part: "label" }, field.label, optional),
    ...help,
    control(field, words, { id, ...common }, values),
    error,
  );
}

function control(
  field: ShownField,
  words: FormWords,
  common: Readonly<Record<string, string | boolean | undefined>>,
  values: readonly string[],
): ViewNode {
  const { type, autocomplete, min, max } = field;
  const [value = ""] = values;
  switch (type) {
    case "textarea":
      // No `maxlength`: a browser would cut what is pasted, and say nothing (R8).
      return node("textarea", { ...common, part: "input textarea", rows: 6, dir: "auto" }, value);
    case "select":
      return node(
        "select",
        { ...common, part: "input select" },
        node("option", { value: "" }, words.choose),
        ...(field.options ?? []).map((option) =>
          node("option", { value: option.value, selected: option.value === value }, option.label),
        ),
      );
    case "file":
      return node("input", {
        ...common,
        type: "file",
        part: "input file",
        accept: field.accept?.join(","),
        multiple: (field.maxFiles ?? 1) > 1,
      });
    case "number":
      return node("input", { ...common, type: "number", part: "input", step: "any", min, max, value });
    default: {
      const turned = type === "email" || type === "phone" ? "ltr" : type === "text" ? "auto" : undefined;
      return node("input", {
        ...common,
        type: INPUT_TYPES[type] ?? "text",
        part: "input",
        autocomplete,
        dir: turned,
        value,
      });
    }
  }
}

function fileHint({ accept = [], maxFiles = 1, maxSizeBytes = 0 }: ShownField, words: FormWords): string {
  const types = accept.map((type) => (type === "text/plain" ? "TXT" : (type.split("/")[1] ?? "").toUpperCase()));
  return words.files
    .replace("{count}", String(maxFiles))
    .replace("{size}", String(Math.floor((maxSizeBytes / 1_048_576) * 100) / 100))
    .replace("{types}", types.join(", "));
}
