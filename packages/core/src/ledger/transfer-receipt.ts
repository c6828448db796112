import { z } from "zod";
import type { LedgerEntry } from "../ports/ledger-entry.js";

const categoriesSchema = z.lazy(() => z.array(z.string()));
const countriesSchema = z.lazy(() => z.record(z.string(), z.array(z.string())));

/** A transfer's entry as a host reads it: what the ledger seals as text is data here. */
export interface TransferReceipt extends Omit<LedgerEntry, "categories" | "countries"> {
  /** Categories of personal data that were carried. */
  readonly categories: readonly string[];
  /** ISO 3166-1 codes by facet: `{ processing: ["DE"] }`. */
  readonly countries: Readonly<Record<string, readonly string[]>>;
}

/** The receipt of an entry, with whatever else it was read with. */
export function transferReceipt<Entry extends LedgerEntry>(
  entry: Entry,
): Omit<Entry, "categories" | "countries"> & Pick<TransferReceipt, "categories" | "countries"> {
  const { categories, countries, ...rest } = entry;
  return {
    ...rest,
    categories: categoriesSchema.parse(JSON.parse(categories)),
    countries: countriesSchema.parse(JSON.parse(countries)),
  };
}
