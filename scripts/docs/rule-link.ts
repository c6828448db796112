/** A rule as a link from a page in docs/reference. */
export function ruleLink(rule: string): string {
  return `[${rule}](../rules.md#${rule.toLowerCase()})`;
}
