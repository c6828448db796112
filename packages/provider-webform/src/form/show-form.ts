import { wordsOf } from "../words/words-of.js";
import type { FormDefinition } from "./form-definition.js";
import type { FormField } from "./form-field.js";
import type { ShownField, ShownForm } from "./shown-form.js";
import { textIn } from "./text-in.js";
import type { Texts } from "./texts.js";

/** A form in one of its languages. */
export function showForm(form: FormDefinition, language: string): ShownForm {
  const text = (texts: Texts): string => textIn(texts, language, form.languages[0] ?? "en");
  const words = wordsOf(language);
  const { intro, privacy } = form;
  return {
    id: form.id,
    language,
    title: text(form.title),
    ...(intro === undefined ? {} : { intro: text(intro) }),
    submitLabel: form.submitLabel === undefined ? words.submit : text(form.submitLabel),
    confirmation: form.confirmation === undefined ? words.sent : text(form.confirmation),
    ...(privacy === undefined ? {} : { privacy: { label: text(privacy.label), url: privacy.url } }),
    fields: form.fields.map((field) => showField(field, text)),
    words,
  };
}

function showField(field: FormField, text: (texts: Texts) => string): ShownField {
  const { name, type, required, hint } = field;
  const shown = {
    name,
    type,
    required,
    label: text(field.label),
    purpose: text(field.purpose),
    ...(hint === undefined ? {} : { hint: text(hint) }),
  };
  switch (field.type) {
    case "text": {
      const autocomplete = field.autocomplete ?? (field.role === "name" ? "name" : undefined);
      const { minLength, maxLength } = field;
      return { ...shown, minLength, maxLength, ...(autocomplete === undefined ? {} : { autocomplete }) };
    }
    case "textarea":
      return { ...shown, minLength: field.minLength, maxLength: field.maxLength };
    case "email":
      return { ...shown, autocomplete: "email", maxLength: 320 };
    case "phone":
      return { ...shown, autocomplete: "tel", maxLength: 40 };
    case "number": {
      const { min, max } = field;
      return { ...shown, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
    }
    case "date":
      return { ...shown, ...(field.autocomplete === undefined ? {} : { autocomplete: field.autocomplete }) };
    case "select":
    case "radio":
    case "checkboxes":
      return { ...shown, options: field.options.map(({ value, label }) => ({ value, label: text(label) })) };
    case "file":
      return { ...shown, accept: field.accept, maxFiles: field.maxFiles, maxSizeBytes: field.maxSizeBytes };
    case "consent":
      return shown;
  }
}
