import type { StoredDocument } from "@plugboard/core";
import { z } from "zod";

const rowsSchema = z.array(z.tuple([z.string(), z.string(), z.string(), z.string()]));

/** @param json - rows of collection, id, account and value. */
export function decodeDocuments(json: string): StoredDocument[] {
  return rowsSchema
    .parse(JSON.parse(json))
    .map(([collection, id, accountId, value]) => ({ collection, id, accountId, value }));
}
