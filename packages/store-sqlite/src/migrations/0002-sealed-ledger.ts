import type { Migration } from "./migration.js";

/**
 * Ledger and audit trail under seals, see docs/ledger-format.md. Entries from before have no `parts` and are under no seal: what was there before
 * sealing began cannot be vouched for.
 *
 * One row for each commit group, written once, in the group's own transaction:
 * - `header` and `leaves` are what is sealed; the rest is there for reading only.
 * - `terms` holds a tag of 4 bytes for each account, channel, provider and recipient under the seal, and with the times of opening it is all
 *   the index there is: an index by recipient would put each entry on a page of its own, since references are random. A search looks
 *   through the tags and reads entries only where they match.
 */
export const sealedLedger: Migration = {
  version: 2,
  sql: `
ALTER TABLE ledger ADD COLUMN parts BLOB;
ALTER TABLE audit ADD COLUMN parts BLOB;

CREATE TABLE ledger_seals (
  number INTEGER PRIMARY KEY,
  first_transfer INTEGER NOT NULL,
  transfers INTEGER NOT NULL,
  first_act INTEGER NOT NULL,
  acts INTEGER NOT NULL,
  opened_from_ms INTEGER,
  opened_to_ms INTEGER,
  hash BLOB NOT NULL,
  terms BLOB NOT NULL,
  header BLOB NOT NULL,
  leaves BLOB NOT NULL
);
CREATE INDEX ledger_seals_by_transfer ON ledger_seals (first_transfer);
CREATE INDEX ledger_seals_by_act ON ledger_seals (first_act);
`,
};
