import { arabicWords } from "./arabic-words.js";
import { englishWords } from "./english-words.js";
import type { FormWords } from "./form-words.js";
import { frenchWords } from "./french-words.js";
import { germanWords } from "./german-words.js";

const WORDS: Readonly<Record<string, FormWords>> = {
  en: englishWords,
  de: germanWords,
  fr: frenchWords,
  ar: arabicWords,
};
/** Languages written from right to left, for forms in languages this package has no words for. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"]);

/** The form's own words in a language; English with the language's direction where there are none. */
export function wordsOf(language: string): FormWords {
  const base = language.split("-", 1)[0]?.toLowerCase() ?? "";
  return WORDS[base] ?? (RIGHT_TO_LEFT.has(base) ? { ...englishWords, direction: "rtl" } : englishWords);
}
