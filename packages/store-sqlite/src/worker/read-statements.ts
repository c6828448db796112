const MESSAGE_COLUMNS = `m.sequence, m.message_id, m.account_id, m.channel_id, m.idempotency_key, m.accepted_at_ms, m.queue,
  m.due_at_ms, m.state, m.attempt, m.state_at_ms, m.provider_message_id, m.code, c.content`;

/** Rows as one JSON array of arrays: handing over one text costs a third of what rows of values cost. */
function messagesWhere(condition: string): string {
  return `SELECT CAST(json_group_array(json_array(sequence, message_id, account_id, channel_id, idempotency_key, accepted_at_ms,
    queue, due_at_ms, state, attempt, state_at_ms, provider_message_id, code, content)) AS BLOB) AS rows
    FROM (SELECT ${MESSAGE_COLUMNS} FROM messages AS m JOIN message_contents AS c USING (sequence) WHERE ${condition})`;
}

function ledgerWhere(condition: string): string {
  return `SELECT CAST(json_group_array(json_array(sequence, account_id, message_id, entry)) AS BLOB) AS rows FROM (
    SELECT * FROM ledger WHERE ${condition} AND ${LEDGER_FILTER} ORDER BY sequence LIMIT ?)`;
}

function documentsWhere(condition: string): string {
  return `SELECT CAST(json_group_array(json_array(collection, id, account_id, value)) AS BLOB) AS rows FROM (
    SELECT * FROM documents WHERE ${condition})`;
}

const INBOUND = `SELECT CAST(json_array(sequence, raw_id, account_id, channel_id, source, deduplication_key, content_type, attributes,
  recorded_at_ms, waiting, attempt, due_at_ms, finished, code) AS BLOB) AS row, body FROM inbound`;

/** `ifnull(?, x) = x` lets a null parameter stand for "any". */
const LEDGER_FILTER = `ifnull(?, entry->>1) = entry->>1 AND ifnull(?, entry->>2) = entry->>2
  AND entry->>5 >= ifnull(?, entry->>5) AND entry->>5 < ifnull(?, 9e15)`;

/**
 * Text leaves as a blob: libsql ends the whole process when a text of a damaged file is not valid UTF-8.
 *
 * Parameters are positional, since that is what all three SQLite libraries share. Every read answers one row with one column `rows`
 * (JSON), except those of `inbound`, which have a row per record, and `blobs`.
 */
export const READ_STATEMENTS = {
  /** queue, channel, after, limit */
  queuedMessages: messagesWhere("m.queue = ? AND m.channel_id = ? AND m.sequence > ? ORDER BY m.sequence LIMIT ?"),
  /** due by, limit */
  deferredMessages: messagesWhere("m.queue = 2 AND m.due_at_ms <= ? ORDER BY m.due_at_ms, m.sequence LIMIT ?"),
  /** id, account */
  message: messagesWhere("m.message_id = ? AND m.account_id = ?"),
  /** id, channel */
  messageByProviderId: messagesWhere("m.provider_message_id = ? AND m.channel_id = ? ORDER BY m.sequence DESC LIMIT 1"),
  /** after, to, account, channel or null, state or null, limit */
  messages: messagesWhere(`m.sequence > ? AND m.sequence <= ? AND m.account_id = ?
    AND ifnull(?, m.channel_id) = m.channel_id AND ifnull(?, m.state) = m.state ORDER BY m.sequence LIMIT ?`),
  /** JSON array of sequences */
  blobs:
    "SELECT sequence, bytes FROM message_blobs WHERE sequence IN (SELECT value FROM json_each(?)) ORDER BY sequence, position",

  /** queue, queue; jumps from one channel to the next instead of walking everything that waits. */
  queuedChannels: `WITH RECURSIVE channels(id) AS (
      SELECT min(channel_id) FROM messages WHERE queue = ?
      UNION ALL
      SELECT (SELECT min(channel_id) FROM messages WHERE queue = ? AND channel_id > id) FROM channels WHERE id IS NOT NULL
    ) SELECT CAST(json_group_array(json_array(id)) AS BLOB) AS rows FROM channels WHERE id IS NOT NULL`,
  nextDeferredAtMs: "SELECT CAST(json_array(min(due_at_ms)) AS BLOB) AS rows FROM messages WHERE queue = 2",

  /** message, after, account, channel, provider, from, to (each may be null), limit */
  ledgerOfMessage: ledgerWhere("message_id = ? AND sequence > ? AND account_id = ?"),
  /** after, to, account, channel, provider, from, to (each may be null), limit */
  ledger: ledgerWhere("sequence > ? AND sequence <= ? AND account_id = ?"),
  /** after, to, account, action or null, limit */
  audit: `SELECT CAST(json_group_array(json_array(sequence, account_id, entry)) AS BLOB) AS rows FROM (
    SELECT * FROM audit WHERE sequence > ? AND sequence <= ? AND account_id = ? AND ifnull(?, entry->>2) = entry->>2
    ORDER BY sequence LIMIT ?)`,

  /** after, to, state, account or null, limit */
  inbound: `${INBOUND} WHERE sequence > ? AND sequence <= ? AND waiting = ? AND ifnull(?, account_id) = account_id
    ORDER BY sequence LIMIT ?`,
  /** state, channel, after, limit */
  inboundOfChannel: `${INBOUND} WHERE waiting = ? AND channel_id = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  /** state, state; jumps from one channel to the next, as `queuedChannels`. */
  inboundChannels: `WITH RECURSIVE channels(id) AS (
      SELECT min(channel_id) FROM inbound WHERE waiting = ?
      UNION ALL
      SELECT (SELECT min(channel_id) FROM inbound WHERE waiting = ? AND channel_id > id) FROM channels WHERE id IS NOT NULL
    ) SELECT CAST(json_group_array(json_array(id)) AS BLOB) AS rows FROM channels WHERE id IS NOT NULL`,
  /** id, account */
  inboundRecord: `${INBOUND} WHERE raw_id = ? AND account_id = ?`,

  /** collection, id */
  document: documentsWhere("collection = ? AND id = ?"),
  /** collection, after, limit */
  documents: documentsWhere("collection = ? AND id > ? ORDER BY id LIMIT ?"),
  /** collection, account, after, limit */
  documentsOfAccount: documentsWhere("collection = ? AND account_id = ? AND id > ? ORDER BY id LIMIT ?"),
} as const;
