import type { Migration } from "./migration.js";

/**
 * When a ready message expires, beside its place in the queue: what has expired in a large backlog is found without a look at the messages themselves,
 * which are a page for every few. In no index: the one of the queue leads to rows of 30 bytes, and a message that never waits has none of it.
 */
export const expiryOfWhatWaits: Migration = {
  version: 5,
  sql: `
ALTER TABLE message_states ADD COLUMN expires_at_ms INTEGER;

WITH first(sequence, left1) AS MATERIALIZED (
  SELECT m.sequence, substr(m.head, instr(m.head, ' ') + 1) FROM message_states AS s
  CROSS JOIN messages AS m ON m.sequence = s.sequence WHERE s.queue = 1),
second(sequence, left2) AS MATERIALIZED (SELECT sequence, substr(left1, instr(left1, ' ') + 1) FROM first)
UPDATE message_states SET expires_at_ms = CAST(CAST(substr(left2, instr(left2, ' ') + 1) AS TEXT) AS INTEGER)
FROM second WHERE second.sequence = message_states.sequence;
`,
};
