import ts from "typescript";

/** The comment above a declaration as one line of text, with the addresses of its `@see` tags; empty without one. */
export function commentOf(node: ts.Node): string {
  const parts: string[] = [];
  for (const entry of ts.getJSDocCommentsAndTags(node)) {
    if (ts.isJSDoc(entry)) {
      parts.push(textOf(entry.comment));
      for (const tag of entry.tags ?? []) if (ts.isJSDocSeeTag(tag)) parts.push(seen(tag));
    }
  }
  return parts.join(" ").replaceAll(/\s+/g, " ").trim();
}

function textOf(comment: ts.JSDoc["comment"]): string {
  return (ts.getTextOfJSDocComment(comment) ?? "").replaceAll(/\{@link ([^}]+)\}/g, "`$1`");
}

function seen(tag: ts.JSDocSeeTag): string {
  // The parser takes what stands before a colon for a name.
  const text = tag
    .getText()
    .replace(/^@see\s*/, "")
    .replaceAll(/^\s*\*\s?/gm, " ");
  return `See ${text.trim()}.`;
}
