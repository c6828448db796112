/** Names of a content's placeholders: those in its texts, and those it has samples for. */
export function placeholdersOf(content: {
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly types?: unknown;
}): ReadonlySet<string> {
  const inTexts = JSON.stringify(content.types ?? {}).matchAll(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g);
  return new Set([...Object.keys(content.variables ?? {}), ...[...inTexts].map((match) => match[1] ?? "")]);
}
