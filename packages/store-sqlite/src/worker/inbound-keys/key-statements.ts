const HEX_KEYS = `CAST(json_group_array(json_array(sequence, hex(channel_id) || hex(deduplication_key))) AS BLOB) AS keys`;

/** How `InboundKeys` reads and writes. Numbers are bound as reals, hence the casts. */
export const KEY_STATEMENTS = {
  /** JSON array of hashes. A row for each known one, with the position of the hash. */
  known: `SELECT asked.key AS position, k.sequence AS sequence FROM json_each(?) AS asked
    CROSS JOIN inbound_keys AS k ON k.hash = asked.value`,

  /** JSON array of sequences */
  deliveries: `SELECT sequence, CAST(raw_id AS BLOB) AS raw_id, CAST(channel_id AS BLOB) AS channel_id,
    CAST(deduplication_key AS BLOB) AS deduplication_key, CAST(head AS BLOB) AS head
    FROM inbound WHERE sequence IN (SELECT value FROM json_each(?))`,

  /** As `settledValues` gives them. One that is there already was put into memory again by a start. */
  settle: `INSERT INTO inbound_keys (hash, sequence)
    SELECT CAST(? AS INTEGER) + value / CAST(? AS INTEGER), CAST(? AS INTEGER) + value % CAST(? AS INTEGER) FROM json_each(?)
    WHERE true ON CONFLICT DO NOTHING`,

  /** JSON array of arrays of hash and sequence */
  forget: `DELETE FROM inbound_keys WHERE (hash, sequence) IN (SELECT value->>0, value->>1 FROM json_each(?))`,

  /** JSON array of sequences */
  keysOfThese: `SELECT ${HEX_KEYS} FROM inbound WHERE sequence IN (SELECT value FROM json_each(?))`,

  /** from, to */
  keysBetween: `SELECT ${HEX_KEYS} FROM inbound WHERE sequence >= CAST(? AS INTEGER) AND sequence <= CAST(? AS INTEGER)`,

  /** after, to, recorded before: done deliveries */
  keysOfPruned: `SELECT ${HEX_KEYS} FROM inbound
    WHERE sequence > ? AND sequence <= ? AND waiting IS NULL AND CAST(head AS INTEGER) < ?`,

  /** from */
  bounds: `SELECT first, coalesce((SELECT max(sequence) FROM inbound), 0) AS last
    FROM (SELECT min(sequence) AS first FROM inbound WHERE sequence >= CAST(? AS INTEGER))`,

  mark: "UPDATE marks SET value = ? WHERE name = 'keys-from'",
} as const;
