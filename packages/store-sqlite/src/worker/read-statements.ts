import { EXPIRY_OF_HEAD } from "./expiry-of-head.js";
import { sealOfEntry } from "./seal-of-entry.js";

const MESSAGE_COLUMNS = `m.sequence AS sequence, CAST(m.message_id AS TEXT) AS message_id, CAST(m.head AS TEXT) AS head,
  CAST(m.owner_key AS TEXT) AS owner_key, CAST(m.payload AS TEXT) AS payload, CAST(s.status AS TEXT) AS status,
  CAST(s.provider_message_id AS TEXT) AS provider_message_id, s.code AS code,
  CASE WHEN s.sequence IS NULL THEN 1 ELSE s.queue END AS queue, ifnull(s.due_at_ms, 0) AS due_at_ms`;

/** Rows as one JSON array of arrays: handing over one text costs a third of what rows of values cost. */
function messagesFrom(tablesAndCondition: string): string {
  return `SELECT CAST(json_group_array(json_array(sequence, message_id, head, owner_key, payload, status, provider_message_id, code,
    queue, due_at_ms)) AS BLOB) AS rows FROM (SELECT ${MESSAGE_COLUMNS} FROM ${tablesAndCondition})`;
}

/** Most have a row of states; those that have none are fresh. */
const MESSAGES = "messages AS m LEFT JOIN message_states AS s ON s.sequence = m.sequence";
const STATES = "message_states AS s CROSS JOIN messages AS m ON m.sequence = s.sequence";

/** Length of the prefix and the prefix: `"account "` or `"account channel "`. */
const IS_OF_OWNER = "substr(m.head, 1, ?) = CAST(? AS BLOB)";
const STATE =
  "CASE WHEN s.status IS NULL THEN 'accepted' ELSE CAST(substr(s.status, 1, instr(s.status, ' ') - 1) AS TEXT) END";
/** after, to, channel; then of the fresh ones, put in by the worker: JSON array of sequences. Only of these the message itself is looked at. */
const EXPIRIES = `(
    SELECT sequence, expires_at_ms FROM message_states
    WHERE sequence > ? AND sequence <= ? AND queue = 1 AND channel_id = ?
    UNION ALL
    SELECT m.sequence, ${EXPIRY_OF_HEAD} FROM json_each(?) AS fresh CROSS JOIN messages AS m ON m.sequence = fresh.value)`;
const CHANNEL = `CAST(substr(m.head, instr(m.head, ' ') + 1, instr(substr(m.head, instr(m.head, ' ') + 1), ' ') - 1) AS TEXT)`;

/**
 * Finds what is asked for in the first lines of an entry, see `transferText`; parameters as `ledgerFilter` gives them. `ifnull(…, 1)` lets a null
 * parameter stand for "any".
 */
const LEDGER_FILTER = `substr(entry, 1, ?) = CAST(? AS BLOB)
  AND ifnull(CAST(substr(entry, ?, 15) AS INTEGER) >= ?, 1) AND ifnull(CAST(substr(entry, ?, 15) AS INTEGER) < ?, 1)
  AND ifnull(substr(entry, ?, length(?)) = CAST(? AS BLOB), 1)
  AND ifnull(instr(substr(entry, ?), CAST(? AS BLOB)) = instr(substr(entry, ?), x'0a'), 1)
  AND CASE WHEN ? IS NULL THEN 1 ELSE ifnull(instr(parts, CAST(? AS BLOB)), 0) END`;

/** Sequence, owner, entry, parts. */
const SEALED_ROWS = (owner: string): string =>
  `CAST(json_group_array(json_array(sequence, CAST(${owner} AS TEXT), CAST(entry AS TEXT), CAST(parts AS TEXT))) AS BLOB) AS rows`;

/** Account, channel, provider, recipient as tags; from, to. See the second migration. */
const SEAL_FILTER = `ifnull(instr(s.terms, CAST(? AS BLOB)), 1) AND ifnull(instr(s.terms, CAST(? AS BLOB)), 1)
  AND ifnull(instr(s.terms, CAST(? AS BLOB)), 1) AND ifnull(instr(s.terms, CAST(? AS BLOB)), 1)
  AND ifnull(s.opened_to_ms >= ?, 1) AND ifnull(s.opened_from_ms < ?, 1)`;

function ledgerWhere(condition: string): string {
  return `SELECT ${SEALED_ROWS("message_id")}
    FROM (SELECT * FROM ledger WHERE ${condition} AND ${LEDGER_FILTER} ORDER BY sequence LIMIT ?)`;
}

function documentsWhere(condition: string): string {
  return `SELECT CAST(json_group_array(json_array(collection, id, account_id, value)) AS BLOB) AS rows FROM (
    SELECT * FROM documents WHERE ${condition})`;
}

const INBOUND = `SELECT CAST(json_array(sequence, CAST(raw_id AS TEXT), CAST(channel_id AS TEXT), CAST(deduplication_key AS TEXT),
  CAST(head AS TEXT), waiting, progress, code) AS BLOB) AS row, body FROM inbound`;

/** The account's line, twice; null for any. It is the second of a head, see `inboundHead`. */
const IS_OF_ACCOUNT = "ifnull(substr(head, instr(head, x'0a') + 1, length(?)) = CAST(? AS BLOB), 1)";

/**
 * Text leaves as a blob: libsql ends the whole process when a text of a damaged file is not valid UTF-8.
 *
 * Parameters are positional, since that is what all three SQLite libraries share. Every read answers one row with one column `rows`
 * (JSON), except those of `inbound`, which have a row per record, and `blobs`.
 */
export const READ_STATEMENTS = {
  /** queue, channel, after, limit; then of the fresh ones, put in by the worker: JSON array of sequences, limit */
  queuedMessages: messagesFrom(`${MESSAGES} WHERE m.sequence IN (
      SELECT sequence FROM (SELECT sequence FROM message_states WHERE queue = ? AND channel_id = ? AND sequence > ?
        ORDER BY sequence LIMIT ?)
      UNION ALL SELECT value FROM json_each(?)) ORDER BY m.sequence LIMIT ?`),
  /** due by, limit */
  deferredMessages: messagesFrom(
    `${STATES} WHERE s.queue = 2 AND s.due_at_ms <= ? ORDER BY s.due_at_ms, s.sequence LIMIT ?`,
  ),
  /** after, to, channel, fresh ones, expired by, limit */
  expiredMessages: messagesFrom(`${MESSAGES} WHERE m.sequence IN (
      SELECT sequence FROM ${EXPIRIES} WHERE expires_at_ms <= ?) ORDER BY m.sequence LIMIT ?`),
  /** after, to, channel, fresh ones, later than, limit */
  nextExpiryAtMs: `SELECT CAST(json_array(min(expires_at_ms)) AS BLOB) AS rows FROM ${EXPIRIES}
    WHERE expires_at_ms > ? LIMIT ?`,
  /** id, owner (2) */
  message: messagesFrom(`${MESSAGES} WHERE m.message_id = CAST(? AS BLOB) AND ${IS_OF_OWNER}`),
  /** key and account, see `ownerKey` */
  messageByKey: messagesFrom(`${MESSAGES} WHERE m.owner_key = CAST(? AS BLOB)`),
  /** id, channel */
  messageByProviderId: messagesFrom(
    `${STATES} WHERE s.provider_message_id = CAST(? AS BLOB) AND ${CHANNEL} = ? ORDER BY s.sequence DESC LIMIT 1`,
  ),
  /** after, to, owner (2), state or null, limit */
  messages: messagesFrom(`${MESSAGES} WHERE m.sequence > ? AND m.sequence <= ? AND ${IS_OF_OWNER}
    AND ifnull(?, ${STATE}) = ${STATE} ORDER BY m.sequence LIMIT ?`),
  /** JSON array of sequences */
  blobs:
    "SELECT sequence, bytes FROM message_blobs WHERE sequence IN (SELECT value FROM json_each(?)) ORDER BY sequence, position",

  /** queue, queue, JSON array of the fresh ones' channels, put in by the worker; jumps from one channel to the next instead of walking everything that waits. */
  queuedChannels: `WITH RECURSIVE channels(id) AS (
      SELECT min(channel_id) FROM message_states WHERE queue = ?
      UNION ALL
      SELECT (SELECT min(channel_id) FROM message_states WHERE queue = ? AND channel_id > id)
      FROM channels WHERE id IS NOT NULL
    ) SELECT CAST(json_group_array(json_array(id)) AS BLOB) AS rows FROM (
      SELECT id FROM channels WHERE id IS NOT NULL UNION SELECT value FROM json_each(?))`,
  nextDeferredAtMs: "SELECT CAST(json_array(min(due_at_ms)) AS BLOB) AS rows FROM message_states WHERE queue = 2",

  /** message, after, filter, limit */
  ledgerOfMessage: ledgerWhere("message_id = CAST(? AS BLOB) AND sequence > ?"),
  /** after, to, filter, limit; those from before the first seal */
  ledger: ledgerWhere(
    `sequence > ? AND sequence <= ?
      AND sequence < coalesce((SELECT first_transfer FROM ledger_seals WHERE number = 1), 9e15)`,
  ),
  /** after, to (numbers of seals), filter of seals (6), after (sequence), filter, limit */
  ledgerOfSeals: `SELECT ${SEALED_ROWS("message_id")} FROM (
    SELECT sequence, message_id, entry, parts FROM ledger_seals AS s CROSS JOIN ledger
      ON sequence >= s.first_transfer AND sequence < s.first_transfer + s.transfers
    WHERE s.number > ? AND s.number <= ? AND ${SEAL_FILTER} AND sequence > ? AND ${LEDGER_FILTER} ORDER BY s.number, sequence LIMIT ?)`,
  /** sequence */
  sealOfTransfer: `SELECT CAST(json_array(${sealOfEntry("first_transfer")}) AS BLOB) AS rows`,
  sealOfAct: `SELECT CAST(json_array(${sealOfEntry("first_act")}) AS BLOB) AS rows`,
  /** after, limit */
  seals:
    "SELECT CAST(header AS BLOB) AS header, hash, leaves FROM ledger_seals WHERE number > ? ORDER BY number LIMIT ?",
  /** after, to, account as a tag, limit */
  sealsOfAccount: `SELECT CAST(header AS BLOB) AS header, hash, leaves FROM ledger_seals
    WHERE number > ? AND number <= ? AND instr(terms, CAST(? AS BLOB)) ORDER BY number LIMIT ?`,
  /** after, limit */
  sealHashes: "SELECT hash FROM ledger_seals WHERE number > ? ORDER BY number LIMIT ?",
  /** number */
  sealedTransfers: `SELECT ${SEALED_ROWS("message_id")} FROM (
    SELECT ledger.* FROM ledger_seals AS s CROSS JOIN ledger ON sequence >= s.first_transfer AND sequence < s.first_transfer + s.transfers
    WHERE s.number = ? ORDER BY sequence)`,
  /** number */
  sealedActs: `SELECT ${SEALED_ROWS("account_id")} FROM (
    SELECT audit.* FROM ledger_seals AS s CROSS JOIN audit ON sequence >= s.first_act AND sequence < s.first_act + s.acts
    WHERE s.number = ? ORDER BY sequence)`,
  /** after, to, account, action or null, limit */
  audit: `SELECT ${SEALED_ROWS("account_id")} FROM (
    SELECT * FROM audit WHERE sequence > ? AND sequence <= ? AND account_id = CAST(? AS BLOB)
      AND ifnull(CAST(entry AS TEXT)->>2 = ?, 1) ORDER BY sequence LIMIT ?)`,

  /** after, to, state, account (2), limit */
  inbound: `${INBOUND} WHERE sequence IN (SELECT sequence FROM inbound INDEXED BY inbound_waiting
      WHERE sequence > ? AND sequence <= ? AND waiting = ?) AND ${IS_OF_ACCOUNT} ORDER BY sequence LIMIT ?`,
  /** after, to, account (2), channel or null, limit; the bodies are gone */
  inboundDone: `${INBOUND} WHERE sequence > ? AND sequence <= ? AND waiting IS NULL AND ${IS_OF_ACCOUNT}
    AND ifnull(channel_id = CAST(? AS BLOB), 1) ORDER BY sequence LIMIT ?`,
  /** state, channel, after, account (2), limit */
  inboundOfChannel: `${INBOUND} WHERE waiting = ? AND channel_id = CAST(? AS BLOB) AND sequence > ? AND ${IS_OF_ACCOUNT}
    ORDER BY sequence LIMIT ?`,
  /** state, state; jumps from one channel to the next, as `queuedChannels`. */
  inboundChannels: `WITH RECURSIVE channels(id) AS (
      SELECT min(channel_id) FROM inbound WHERE waiting = ?
      UNION ALL
      SELECT (SELECT min(channel_id) FROM inbound WHERE waiting = ? AND channel_id > id) FROM channels WHERE id IS NOT NULL
    ) SELECT CAST(json_group_array(json_array(CAST(id AS TEXT))) AS BLOB) AS rows FROM channels WHERE id IS NOT NULL`,
  /** id, account (2) */
  inboundRecord: `${INBOUND} WHERE raw_id = CAST(? AS BLOB) AND ${IS_OF_ACCOUNT}`,

  /** account; jumps from one collection to the next */
  collections: `WITH RECURSIVE collections(name) AS (
      SELECT min(collection) FROM documents
      UNION ALL SELECT (SELECT min(collection) FROM documents WHERE collection > name) FROM collections WHERE name IS NOT NULL
    ) SELECT CAST(json_group_array(json_array(name)) AS BLOB) AS rows FROM collections
    WHERE name IS NOT NULL AND EXISTS (SELECT 1 FROM documents WHERE collection = name AND account_id = ?)`,
  /** collection, id */
  document: documentsWhere("collection = ? AND id = ?"),
  /** collection, after, limit */
  documents: documentsWhere("collection = ? AND id > ? ORDER BY id LIMIT ?"),
  /** collection, account, after, limit */
  documentsOfAccount: documentsWhere("collection = ? AND account_id = ? AND id > ? ORDER BY id LIMIT ?"),
} as const;
