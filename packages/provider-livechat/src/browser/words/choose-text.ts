/** The account's text in the visitor's language, else in its first one. */
export function chooseText(texts: Readonly<Record<string, string>> | null, language: string): string | undefined {
  if (texts === null) return undefined;
  const short = language.slice(0, 2).toLowerCase();
  const exact = texts[language] ?? texts[short];
  return exact ?? Object.values(texts)[0];
}
