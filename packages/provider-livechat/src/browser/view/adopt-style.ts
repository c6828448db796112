const sheets = new Map<string, CSSStyleSheet>();

/** Adds a sheet, one for all elements of the page; it is no inline style, so `style-src` has no say in it. */
export function adoptStyle(root: ShadowRoot, text: string): void {
  let sheet = sheets.get(text);
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(text, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
