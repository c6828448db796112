/** Fills the braces of a sentence. */
export const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ""));
