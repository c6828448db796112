import { firstTables } from "./0001-first-tables.js";
import { sealedLedger } from "./0002-sealed-ledger.js";
import { inboundKeys } from "./0003-inbound-keys.js";
import { sealsFoundByNumber } from "./0004-seals-found-by-number.js";
import { expiryOfWhatWaits } from "./0005-expiry-of-what-waits.js";
import type { Migration } from "./migration.js";

/** In order; the last one's version is the schema this package knows. */
export const ALL_MIGRATIONS: readonly Migration[] = [
  firstTables,
  sealedLedger,
  inboundKeys,
  sealsFoundByNumber,
  expiryOfWhatWaits,
];
