import { arabic } from "./arabic.js";
import { english } from "./english.js";
import { german } from "./german.js";
import { russian } from "./russian.js";
import type { Words } from "./words.js";

const ALL: Readonly<Record<string, Words>> = { en: english, de: german, ru: russian, ar: arabic };
/** As the server takes it. */
const MOST = 35;

/** The first of the wanted languages that the element speaks; English otherwise. Pages say `en_US` too, which formats of dates refuse. */
export function chooseWords(wanted: readonly string[]): { readonly language: string; readonly words: Words } {
  for (const one of wanted) {
    const short = one.slice(0, 2).toLowerCase();
    const words = ALL[short];
    if (words !== undefined) return { language: tagOf(one) ?? short, words };
  }
  return { language: "en", words: english };
}

function tagOf(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language.replaceAll("_", "-")).find(({ length }) => length <= MOST);
  } catch {
    // No language tag.
    return undefined;
  }
}
