/** Whether a publisher's list of names has this package: exactly, or by its scope. */
export function isAllowedName(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith("/*") ? name.startsWith(pattern.slice(0, -1)) : pattern !== "*" && pattern === name,
  );
}
