import { EXPIRY_OF_HEAD } from "./expiry-of-head.js";
import { packedRowsOf } from "./packed-rows-of.js";

const RECEIPTS = `INSERT INTO message_states (sequence, status, provider_message_id)
  SELECT CAST(field0 AS INTEGER), field1, nullif(field2, x'') ${packedRowsOf(3)}`;

/** How messages get their row of `message_states` by themselves; see `FreshMessages`. */
export const STATE_STATEMENTS = {
  /** Receipts of fresh messages, none of which has a row. Takes packed rows of sequence, status and provider's id. */
  receipts: RECEIPTS,

  /** Receipts of any messages; what is not there gets no state. Packed rows as above. */
  receiptsOfAny: `${RECEIPTS} WHERE EXISTS (SELECT 1 FROM messages WHERE sequence = CAST(field0 AS INTEGER))
    ON CONFLICT (sequence) DO UPDATE SET status = excluded.status,
      provider_message_id = coalesce(excluded.provider_message_id, provider_message_id),
      queue = NULL, channel_id = NULL, due_at_ms = NULL, expires_at_ms = NULL`,

  /** Fresh messages that are no longer to be kept in mind. JSON array of arrays of sequence and channel. */
  waiting: `INSERT INTO message_states (sequence, channel_id, queue, due_at_ms, expires_at_ms)
    SELECT v.value->>0, v.value->>1, 1, 0, ${EXPIRY_OF_HEAD}
    FROM json_each(?) AS v LEFT JOIN messages AS m ON m.sequence = v.value->>0 WHERE true ON CONFLICT (sequence) DO NOTHING`,

  /** The mark above which fresh messages are. */
  mark: "UPDATE marks SET value = ? WHERE name = 'fresh-from'",

  /** from, to: sequence and head of every message that has no row, as one JSON array: ten thousand rows by themselves take three times as long. */
  fresh: `SELECT CAST(json_group_array(json_array(sequence, CAST(head AS TEXT))) AS BLOB) AS rows FROM (
    SELECT m.sequence AS sequence, m.head AS head FROM messages AS m
    LEFT JOIN message_states AS s ON s.sequence = m.sequence
    WHERE m.sequence >= ? AND m.sequence <= ? AND s.sequence IS NULL ORDER BY m.sequence)`,
} as const;
