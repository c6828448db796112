import { createHash } from "node:crypto";
import { CATALOGUE_STYLE } from "./catalogue-style.js";
import { escapeHtml } from "./escape-html.js";

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/**
 * A page that is one file: it loads nothing, and its policy lets nothing run but the one style and script it names by hash.
 * @param body - HTML, whatever came from outside escaped already.
 */
export function pageShell({ title, body, script }: { title: string; body: string; script?: string }): string {
  const scripts = script === undefined ? "" : ` script-src ${hashOf(script)};`;
  const policy = `default-src 'none';${scripts} style-src ${hashOf(CATALOGUE_STYLE)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${CATALOGUE_STYLE}</style>
</head>
<body>
${body}
${script === undefined ? "" : `<script>${script}</script>\n`}</body>
</html>
`;
}
