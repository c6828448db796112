import type { FormDefinitionInput } from "@plugboard/provider-webform";

export const TEXTAREAS = 40;

/** A form of many texts, so that hundreds are handed in by a few submissions, and one field that must be filled in. */
export const textareasForm = (label = "Text"): FormDefinitionInput => ({
  id: "texts",
  languages: ["en"],
  title: { en: label },
  intro: { en: label },
  confirmation: { en: label },
  fields: [
    ...Array.from({ length: TEXTAREAS }, (_, index) => ({
      type: "textarea" as const,
      name: `text${String(index)}`,
      label: { en: label },
      hint: { en: label },
      purpose: { en: label },
      category: "message-content" as const,
      maxLength: 100_000,
    })),
    {
      type: "select",
      name: "needed",
      required: true,
      label: { en: label },
      purpose: { en: label },
      category: "none",
      options: [{ value: "yes", label: { en: label } }],
    },
  ],
});

/** The texts of one submission after the other. */
export function portions(texts: readonly string[]): string[][] {
  const all: string[][] = [];
  for (let at = 0; at < texts.length; at += TEXTAREAS) all.push(texts.slice(at, at + TEXTAREAS));
  return all;
}
