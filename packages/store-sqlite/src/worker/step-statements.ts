import type { StepName } from "../codec/encoded-group.js";

/** `value->>0, value->>1, …` */
function columns(count: number): string {
  return Array.from({ length: count }, (_, index) => `value->>${index}`).join(", ");
}

const INTO_MESSAGES = `INSERT INTO messages (sequence, message_id, account_id, channel_id, idempotency_key, accepted_at_ms,
  queue, due_at_ms, state, attempt, state_at_ms, provider_message_id, code)`;
const UNLESS_KEY_IS_TAKEN = "ON CONFLICT (idempotency_key, account_id) WHERE idempotency_key IS NOT NULL DO NOTHING";
const CHANGED_MESSAGE = `state = v.value->>1, attempt = v.value->>2, state_at_ms = v.value->>3,
  queue = v.value->>5, due_at_ms = v.value->>6, code = coalesce(v.value->>7, code)`;
const OF_MESSAGES = "FROM json_each(?) AS v WHERE sequence = v.value->>0";

/**
 * The statement of each step. The parameter is the JSON array of rows; where rows point into bytes, those come first. Upserts name their key, so that any
 * other taken id fails the group. Only statements that set `provider_message_id` touch its index.
 */
export const STEP_STATEMENTS: Readonly<Record<StepName, string>> = {
  "message-insert": `${INTO_MESSAGES} SELECT ${columns(6)}, value->>6, value->>7, value->>8, value->>9, value->>10, value->>11,
    value->>12 FROM json_each(?) WHERE true ${UNLESS_KEY_IS_TAKEN}`,

  "message-insert-fresh": `${INTO_MESSAGES} SELECT ${columns(6)}, 1, 0, 'accepted', 0, value->>5, NULL, NULL
    FROM json_each(?) WHERE true ${UNLESS_KEY_IS_TAKEN}`,

  "message-update": `UPDATE messages SET ${CHANGED_MESSAGE} ${OF_MESSAGES}`,

  "message-update-named": `UPDATE messages SET ${CHANGED_MESSAGE}, provider_message_id = v.value->>4 ${OF_MESSAGES}`,

  "message-update-receipt": `UPDATE messages SET state = v.value->>1, attempt = v.value->>2, state_at_ms = v.value->>3,
    provider_message_id = v.value->>4, queue = NULL, due_at_ms = 0 ${OF_MESSAGES}`,

  "blob-insert": `INSERT INTO message_blobs (sequence, position, bytes)
    SELECT value->>0, value->>1, coalesce(substr(?, (value->>2) + 1, value->>3), x'') FROM json_each(?)
    WHERE EXISTS (SELECT 1 FROM messages WHERE sequence = value->>0)`,

  "ledger-insert": `INSERT INTO ledger (account_id, message_id, entry)
    SELECT value->>0, value->>1, value FROM json_each(?)`,

  "inbound-insert": `INSERT INTO inbound (sequence, raw_id, account_id, channel_id, source, deduplication_key, content_type, attributes,
    recorded_at_ms, waiting, attempt, due_at_ms, finished, code, body)
    SELECT ${columns(14)}, coalesce(substr(?, (value->>14) + 1, value->>15), x'') FROM json_each(?)
    WHERE true ON CONFLICT (deduplication_key, channel_id) DO NOTHING`,

  "inbound-update": `UPDATE inbound SET waiting = v.value->>1, attempt = v.value->>2, due_at_ms = v.value->>3, finished = v.value->>4,
    code = coalesce(v.value->>5, code), body = CASE WHEN v.value->>1 IS NULL THEN x'' ELSE body END
    FROM json_each(?) AS v WHERE sequence = v.value->>0`,

  "audit-insert": "INSERT INTO audit (account_id, entry) SELECT value->>0, value FROM json_each(?)",

  "document-put": `INSERT INTO documents (collection, id, account_id, value) SELECT ${columns(4)} FROM json_each(?)
    WHERE true ON CONFLICT (collection, id) DO UPDATE SET account_id = excluded.account_id, value = excluded.value`,

  "document-delete": "DELETE FROM documents WHERE (collection, id) IN (SELECT value->>0, value->>1 FROM json_each(?))",
};
