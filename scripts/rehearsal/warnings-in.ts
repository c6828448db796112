/** The names of what Node warned of: `["ExperimentalWarning: CommonJS module …"]`, each once. */
export function warningsIn(stderr: string): string[] {
  return [...new Set([...stderr.matchAll(/^\(node:\d+\) (.+)$/gm)].map(([, text]) => text ?? ""))];
}
