import type { FormDefinition } from "./form-definition.js";
import type { FormField } from "./form-field.js";
import { textIn } from "./text-in.js";

type Json = Readonly<Record<string, unknown>>;

/**
 * A form's submission as JSON Schema (draft 2020-12), for whoever reads submissions elsewhere: field name to value. `x-purpose` and
 * `x-personal-data` say what each is for and which data of a person it is.
 */
export function formJsonSchema(form: FormDefinition, language = form.languages[0] ?? "en"): Json {
  const text = (texts: FormField["label"]): string => textIn(texts, language, form.languages[0] ?? "en");
  const properties: Record<string, Json> = {};
  for (const field of form.fields) {
    if (field.type === "file") continue;
    properties[field.name] = {
      ...valueSchema(field),
      title: text(field.label),
      ...(field.hint === undefined ? {} : { description: text(field.hint) }),
      "x-purpose": text(field.purpose),
      ...(field.category === "none" ? {} : { "x-personal-data": field.category }),
    };
  }
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: text(form.title),
    type: "object",
    properties,
    required: form.fields.filter(({ type, required }) => required && type !== "file").map(({ name }) => name),
    additionalProperties: false,
  };
}

function valueSchema(field: FormField): Json {
  switch (field.type) {
    case "text":
    case "textarea":
      return {
        type: "string",
        minLength: Math.max(field.required ? 1 : 0, field.minLength),
        maxLength: field.maxLength,
      };
    case "email":
      return { type: "string", format: "email", maxLength: 320 };
    case "phone":
      return { type: "string", maxLength: 40 };
    case "number":
      return { type: "string", format: "number" };
    case "date":
      return { type: "string", format: "date" };
    case "select":
    case "radio":
      return { enum: field.options.map(({ value }) => value) };
    case "checkboxes":
      return { type: "array", uniqueItems: true, items: { enum: field.options.map(({ value }) => value) } };
    case "consent":
      return { const: "yes" };
    case "file":
      return {};
  }
}
