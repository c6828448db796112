const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&#39;", "'"],
  ["&nbsp;", " "],
  ["&amp;", "&"],
]);
const LIMIT = 262_144;

/** The words of an html report, tags replaced by line ends: to search in, never to show. */
export function htmlToLines(html: string): string {
  return html
    .slice(0, LIMIT)
    .replace(/<(?:style|script)\b/gi, "<!")
    .replace(/<[a-z/!][^<>]{0,2000}>/gi, "\n")
    .replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES.get(entity) ?? entity);
}
