import { arabic } from "./arabic.js";
import { english } from "./english.js";
import { german } from "./german.js";
import { russian } from "./russian.js";
import type { Words } from "./words.js";

const ALL: Readonly<Record<string, Words>> = { en: english, de: german, ru: russian, ar: arabic };

/** The first of the wanted languages that the element speaks; English otherwise. */
export function chooseWords(wanted: readonly string[]): { readonly language: string; readonly words: Words } {
  for (const language of wanted) {
    const words = ALL[language.slice(0, 2).toLowerCase()];
    if (words !== undefined) return { language, words };
  }
  return { language: "en", words: english };
}
