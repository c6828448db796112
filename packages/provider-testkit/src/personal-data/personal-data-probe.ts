import { type CanaryForm, canaryForms } from "./canary-forms.js";
import { reachableTexts } from "./reachable-texts.js";

/** Where a canary was found. Never the value itself, so that a finding can be logged. */
export interface PersonalDataFinding {
  /** As in code: `"error.cause.message"`. */
  readonly place: string;
  /** Name of the canary. */
  readonly canary: string;
  readonly form: CanaryForm["form"];
}

export interface PersonalDataProbe {
  /**
   * Searches a text, bytes, an error, or a structure of them.
   * @param place - what it is called in the findings.
   * @returns each place and canary once, empty when nothing was found.
   */
  search(value: unknown, place?: string): readonly PersonalDataFinding[];
}

/**
 * Looks for values where they must not be: as they are, in any case, in JSON, URL, form, HTML, hex and base64 notation, also as a part of a
 * longer encoded text.
 * @param canaries - name → value of at least 8 characters; {@link personalDataCanaries} has twenty.
 * @throws {RangeError} a value too short to be told from chance.
 */
export function personalDataProbe(canaries: Readonly<Record<string, string>>): PersonalDataProbe {
  const patterns = Object.entries(canaries).flatMap(([canary, value]) => {
    if (value.length < 8) throw new RangeError(`personalDataProbe: the canary ${canary} is shorter than 8 characters`);
    return canaryForms(value).map(({ form, text, exact }) => ({
      canary,
      form,
      exact,
      text: exact ? text : text.toLowerCase(),
    }));
  });
  const hits = (text: string): (typeof patterns)[number][] => {
    const lower = text.toLowerCase();
    return patterns.filter((pattern) => (pattern.exact ? text : lower).includes(pattern.text));
  };
  return {
    search: (value, place = "value") => {
      const findings = new Map<string, PersonalDataFinding>();
      for (const { path, text } of reachableTexts(value)) {
        for (const { canary, form } of hits(text)) {
          // A name on the way may hold a canary itself.
          const parts = path.map((part) => (hits(part).length > 0 ? "(key)" : part));
          const at = [place, ...parts].join(".");
          const key = `${at} ${canary}`;
          if (!findings.has(key)) findings.set(key, { place: at, canary, form });
        }
      }
      return [...findings.values()];
    },
  };
}
