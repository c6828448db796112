import type { StoredDocument } from "@plugboard/core";
import { Row } from "./row.js";

/** @param json - rows of collection, id, account and value. */
export function decodeDocuments(json: string): StoredDocument[] {
  return Row.all(json).map((row) => ({
    collection: row.text(0),
    id: row.text(1),
    accountId: row.text(2),
    value: row.text(3),
  }));
}
