import { blobColumn } from "./blob-column.js";
import { decodeUtf8 } from "./decode-utf8.js";

/**
 * Takes a text out of a row, which reads hand out as a blob.
 * @throws {RowUnreadable} when it is not there or not valid UTF-8.
 */
export function textColumn(row: unknown, name: string): string {
  return decodeUtf8(blobColumn(row, name));
}
