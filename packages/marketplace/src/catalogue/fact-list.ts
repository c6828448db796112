/** Terms with what is said of each; values are HTML. What has no value is left out. */
export function factList(facts: readonly (readonly [term: string, value: string | undefined])[]): string {
  const rows = facts.flatMap(([term, value]) =>
    value === undefined || value === "" ? [] : [`<div><dt>${term}</dt><dd>${value}</dd></div>`],
  );
  return `<dl>${rows.join("")}</dl>`;
}
