/**
 * Who has the keys that rows of a step wanted. The parameter is the JSON array of rows. Columns: position, existing_id, content,
 * accepted_at_ms, existing_sequence, sequence (of the row left out).
 */
export const CONFLICT_STATEMENTS = {
  message: `SELECT v.key AS position, m.message_id AS existing_id, coalesce(c.content, '') AS content, m.accepted_at_ms,
    m.sequence AS existing_sequence, v.value->>0 AS sequence
    FROM json_each(?) AS v
    JOIN messages AS m ON m.idempotency_key = v.value->>4 AND m.account_id = v.value->>2 AND m.message_id <> v.value->>1
    LEFT JOIN message_contents AS c ON c.sequence = m.sequence`,
  inbound: `SELECT v.key AS position, r.raw_id AS existing_id, '' AS content, r.recorded_at_ms AS accepted_at_ms,
    r.sequence AS existing_sequence, v.value->>0 AS sequence
    FROM json_each(?) AS v
    JOIN inbound AS r ON r.deduplication_key = v.value->>5 AND r.channel_id = v.value->>3 AND r.raw_id <> v.value->>1`,
} as const;
