import { STYLE_TEXT } from "./style-text.js";

let sheet: CSSStyleSheet | undefined;

/** One sheet for all elements of the page; it is no inline style, so `style-src` has no say in it. */
export function adoptStyle(root: ShadowRoot): void {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE_TEXT);
  }
  root.adoptedStyleSheets = [sheet];
}
