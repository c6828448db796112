import { make } from "./make.js";

/** Hands a file to the visitor; the browser saves it and never opens it in the page. */
export function saveBlob(blob: Blob, name: string): void {
  // Whatever it is called inside: a browser shows nothing of this type.
  const url = URL.createObjectURL(new Blob([blob], { type: "application/octet-stream" }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 30_000);
}
