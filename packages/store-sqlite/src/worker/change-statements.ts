import type { ChangeName } from "../codec/encoded-group.js";
import { EXPIRY_OF_HEAD } from "./expiry-of-head.js";

/** Second word of a message's head. */
const CHANNEL_ID = `CAST(substr(m.head, instr(m.head, ' ') + 1, instr(substr(m.head, instr(m.head, ' ') + 1), ' ') - 1) AS TEXT)`;

/** The statement of each kind of change. Its parameter is the JSON array of rows, for blobs after the bytes that the rows point into. */
export const CHANGE_STATEMENTS: Readonly<Record<ChangeName, string>> = {
  // Row by row in order, so that the last change of a message counts; a message that is not there gets no state.
  "message-changes": `INSERT INTO message_states
      (sequence, status, provider_message_id, code, queue, channel_id, due_at_ms, expires_at_ms)
    SELECT m.sequence, CAST(v.value->>1 AS BLOB), CAST(v.value->>2 AS BLOB), v.value->>3, v.value->>4,
      CASE WHEN v.value->>4 IS NOT NULL THEN ${CHANNEL_ID} END, v.value->>5,
      CASE WHEN v.value->>4 = 1 THEN ${EXPIRY_OF_HEAD} END
    FROM json_each(?) AS v CROSS JOIN messages AS m ON m.sequence = v.value->>0 WHERE true
    ON CONFLICT (sequence) DO UPDATE SET status = excluded.status,
      provider_message_id = coalesce(excluded.provider_message_id, provider_message_id),
      code = coalesce(excluded.code, code), queue = excluded.queue, channel_id = excluded.channel_id,
      due_at_ms = excluded.due_at_ms, expires_at_ms = excluded.expires_at_ms`,

  // The message itself may have been left out because its key is taken.
  "message-blobs": `INSERT INTO message_blobs (sequence, position, bytes)
    SELECT value->>0, value->>1, coalesce(substr(?, (value->>2) + 1, value->>3), x'') FROM json_each(?)
    WHERE EXISTS (SELECT 1 FROM messages WHERE sequence = value->>0)`,

  "inbound-changes": `UPDATE inbound SET waiting = v.value->>1, progress = v.value->>2, code = coalesce(v.value->>3, code),
      body = CASE WHEN v.value->>1 IS NULL THEN x'' ELSE body END
    FROM json_each(?) AS v WHERE sequence = v.value->>0`,

  "message-delete-state": "DELETE FROM message_states WHERE sequence IN (SELECT value FROM json_each(?))",

  "message-delete-blobs": "DELETE FROM message_blobs WHERE sequence IN (SELECT value FROM json_each(?))",

  "message-delete": "DELETE FROM messages WHERE sequence IN (SELECT value FROM json_each(?))",

  "inbound-delete": "DELETE FROM inbound WHERE sequence IN (SELECT value FROM json_each(?))",

  "document-put": `INSERT INTO documents (collection, id, account_id, value)
    SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(?)
    WHERE true ON CONFLICT (collection, id) DO UPDATE SET account_id = excluded.account_id, value = excluded.value`,

  "document-delete": "DELETE FROM documents WHERE (collection, id) IN (SELECT value->>0, value->>1 FROM json_each(?))",
};
