/**
 * The anchor of a heading, as GitHub makes it, so that a link works there and on the site: lower case, letters, digits, hyphens and underscores kept, spaces
 * become hyphens, everything else goes. Marks of Markdown do not count.
 */
export function headingAnchor(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .trim()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}
