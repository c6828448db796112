import type { Migration } from "./migration.js";

/**
 * Which deliveries are known, by 48 bits of a keyed hash of channel and key instead of by the key itself: see `InboundKeys`. What was there before is
 * put in at the next start, since the mark begins at 0.
 */
export const inboundKeys: Migration = {
  version: 3,
  sql: `
DROP INDEX inbound_by_key;

CREATE TABLE inbound_keys (
  hash INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (hash, sequence)
) WITHOUT ROWID;

INSERT INTO marks VALUES ('keys-from', 0), ('key-secret', random() & 0x1fffffffffffff);
`,
};
