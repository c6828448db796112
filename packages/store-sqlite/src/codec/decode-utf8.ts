import { RowUnreadable } from "./row-unreadable.js";

const UTF_8 = new TextDecoder("utf-8", { fatal: true });

/** @throws {RowUnreadable} when it is not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array | ArrayBuffer): string {
  try {
    return UTF_8.decode(bytes);
  } catch (cause) {
    throw new RowUnreadable("a text is not valid UTF-8", { cause });
  }
}
