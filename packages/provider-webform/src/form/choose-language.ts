/** The first of the wished languages that the form speaks, exactly or without region; else the form's first. */
export function chooseLanguage(wished: readonly string[], spoken: readonly string[]): string {
  for (const wish of wished) {
    // Pages say `de_DE` too.
    const lower = wish.trim().toLowerCase().replaceAll("_", "-");
    const exact = spoken.find((language) => language.toLowerCase() === lower);
    if (exact !== undefined) return exact;
    const base = lower.split("-", 1)[0];
    const near = spoken.find((language) => language.toLowerCase().split("-", 1)[0] === base);
    if (near !== undefined && base !== "") return near;
  }
  return spoken[0] ?? "en";
}
