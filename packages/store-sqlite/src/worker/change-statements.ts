import type { ChangeName } from "../codec/encoded-group.js";

const CHANGED_MESSAGE = `state = v.value->>1, attempt = v.value->>2, state_at_ms = v.value->>3,
  queue = v.value->>5, due_at_ms = v.value->>6, code = coalesce(v.value->>7, code)`;
const OF_MESSAGES = "FROM json_each(?) AS v WHERE sequence = v.value->>0";

/**
 * The statement of each kind of change. Its parameter is the JSON array of rows, for blobs after the bytes that the rows point into. Only
 * statements that set `provider_message_id` touch its index.
 */
export const CHANGE_STATEMENTS: Readonly<Record<ChangeName, string>> = {
  "message-change": `UPDATE messages SET ${CHANGED_MESSAGE} ${OF_MESSAGES}`,

  "message-change-named": `UPDATE messages SET ${CHANGED_MESSAGE}, provider_message_id = v.value->>4 ${OF_MESSAGES}`,

  "message-receipt": `UPDATE messages SET state = v.value->>1, attempt = v.value->>2, state_at_ms = v.value->>3,
    provider_message_id = v.value->>4, queue = NULL, due_at_ms = 0 ${OF_MESSAGES}`,

  // The message itself may have been left out because its key is taken.
  "message-blobs": `INSERT INTO message_blobs (sequence, position, bytes)
    SELECT value->>0, value->>1, coalesce(substr(?, (value->>2) + 1, value->>3), x'') FROM json_each(?)
    WHERE EXISTS (SELECT 1 FROM messages WHERE sequence = value->>0)`,

  "inbound-change": `UPDATE inbound SET waiting = v.value->>1, attempt = v.value->>2, due_at_ms = v.value->>3, finished = v.value->>4,
    code = coalesce(v.value->>5, code), body = CASE WHEN v.value->>1 IS NULL THEN x'' ELSE body END
    FROM json_each(?) AS v WHERE sequence = v.value->>0`,

  "document-put": `INSERT INTO documents (collection, id, account_id, value)
    SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(?)
    WHERE true ON CONFLICT (collection, id) DO UPDATE SET account_id = excluded.account_id, value = excluded.value`,

  "document-delete": "DELETE FROM documents WHERE (collection, id) IN (SELECT value->>0, value->>1 FROM json_each(?))",
};
