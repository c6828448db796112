import type { Migration } from "./migration.js";

/** A seal is found by its number alone, see `sealOfEntry`: two pages less to write with each group. */
export const sealsFoundByNumber: Migration = {
  version: 4,
  sql: `
DROP INDEX ledger_seals_by_transfer;
DROP INDEX ledger_seals_by_act;
`,
};
