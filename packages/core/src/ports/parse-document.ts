import type { z } from "zod";
import { StoreError } from "../spec/errors/store-error.js";
import type { StoredDocument } from "./store.js";

/**
 * What a document holds. One that cannot be read stops whoever asks: an opt-out or a limit that is passed over is none.
 * @throws {StoreError} `STORE_CORRUPT` with the collection; what the document says is not quoted, not even as a cause.
 */
export function parseDocument<Schema extends z.ZodType>(
  { collection, value }: Pick<StoredDocument, "collection" | "value">,
  schema: Schema,
): z.output<Schema> {
  let read: unknown;
  try {
    read = JSON.parse(value);
  } catch {
    throw new StoreError("STORE_CORRUPT", { collection });
  }
  const parsed = schema.safeParse(read);
  if (!parsed.success) throw new StoreError("STORE_CORRUPT", { collection });
  return parsed.data;
}
