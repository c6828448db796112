import type { Texts } from "./texts.js";

/** A text in a language, in its language without region, in the form's first one, or in whatever there is. */
export function textIn(texts: Texts, language: string, fallback: string): string {
  return texts[language] ?? texts[language.split("-", 1)[0] ?? ""] ?? texts[fallback] ?? Object.values(texts)[0] ?? "";
}
