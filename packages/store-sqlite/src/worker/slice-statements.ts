/**
 * Where a slice ends: the sequence that many rows further on, or NULL when fewer are left. Reads that have no index of their own walk a
 * table slice by slice, so that commits get their turn in between. Parameters: where the slice begins (audit: the account first; ready: the channel; waiting: the state), then its number of rows.
 */
export const SLICE_STATEMENTS = {
  messages: "SELECT sequence FROM messages WHERE sequence > ? ORDER BY sequence LIMIT 1 OFFSET ?",
  ready: `SELECT sequence FROM message_states WHERE queue = 1 AND channel_id = ? AND sequence > ?
    ORDER BY sequence LIMIT 1 OFFSET ?`,
  ledger: `SELECT sequence FROM ledger WHERE sequence > ?
    AND sequence < coalesce((SELECT first_transfer FROM ledger_seals WHERE number = 1), 9e15)
    ORDER BY sequence LIMIT 1 OFFSET ?`,
  seals: "SELECT number AS sequence FROM ledger_seals WHERE number > ? ORDER BY number LIMIT 1 OFFSET ?",
  audit:
    "SELECT sequence FROM audit WHERE account_id = CAST(? AS BLOB) AND sequence > ? ORDER BY sequence LIMIT 1 OFFSET ?",
  inbound: "SELECT sequence FROM inbound WHERE sequence > ? ORDER BY sequence LIMIT 1 OFFSET ?",
  waiting: `SELECT sequence FROM inbound INDEXED BY inbound_waiting WHERE waiting = ? AND sequence > ?
    ORDER BY sequence LIMIT 1 OFFSET ?`,
} as const;
