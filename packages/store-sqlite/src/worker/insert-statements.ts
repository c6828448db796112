import type { InsertName } from "../codec/encoded-group.js";

export interface InsertStatement {
  readonly into: string;
  /** One row of VALUES; a `?` for each value. */
  readonly row: string;
  /** Upserts name their key, so that any other id that is taken fails the group. */
  readonly orElse?: string;
}

const MESSAGE_COLUMNS = `messages (sequence, message_id, account_id, channel_id, idempotency_key, accepted_at_ms, state_at_ms,
  queue, due_at_ms, state, attempt, provider_message_id, code)`;
const UNLESS_KEY_IS_TAKEN = "ON CONFLICT (idempotency_key, account_id) WHERE idempotency_key IS NOT NULL DO NOTHING";

/** The statement of each kind of insert, for any number of rows. */
export const INSERT_STATEMENTS: Readonly<Record<InsertName, InsertStatement>> = {
  "messages-fresh": {
    into: MESSAGE_COLUMNS,
    row: "(?, ?, ?, ?, ?, ?, ?, 1, 0, 'accepted', 0, NULL, NULL)",
    orElse: UNLESS_KEY_IS_TAKEN,
  },
  messages: {
    into: MESSAGE_COLUMNS,
    row: "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    orElse: UNLESS_KEY_IS_TAKEN,
  },
  "message-contents": { into: "message_contents (sequence, content)", row: "(?, ?)" },
  ledger: { into: "ledger (account_id, message_id, entry)", row: "(?, ?, ?)" },
  inbound: {
    into: `inbound (sequence, raw_id, account_id, channel_id, source, deduplication_key, content_type, attributes,
      recorded_at_ms, waiting, attempt, due_at_ms, finished, code, body)`,
    row: "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    orElse: "ON CONFLICT (deduplication_key, channel_id) DO NOTHING",
  },
  audit: { into: "audit (account_id, entry)", row: "(?, ?)" },
};
