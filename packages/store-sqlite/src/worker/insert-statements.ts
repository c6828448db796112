import type { InsertName } from "../codec/encoded-group.js";
import { packedRowsOf } from "./packed-rows-of.js";

/**
 * The statement of each kind of insert; it takes what {@link packedValues} gives, of messages and inbound after the first sequence, of inbound
 * before a JSON array of the positions that are left out.
 */
export const INSERT_STATEMENTS: Readonly<Record<InsertName, string>> = {
  // Upserts name their key, so that any other id that is taken fails the group.
  messages: `INSERT INTO messages (sequence, message_id, head, owner_key, payload)
    SELECT CAST(? AS INTEGER) + position, field0, field1, nullif(field2, x''), field3 ${packedRowsOf(4)}
    WHERE true ON CONFLICT (owner_key) WHERE owner_key IS NOT NULL DO NOTHING`,

  ledger: `INSERT INTO ledger (message_id, entry, parts) SELECT field0, field1, field2 ${packedRowsOf(3)}`,

  // Body and `progress` are those of a delivery as it came. Keys that are taken are found before, see `InboundKeys`.
  inbound: `INSERT INTO inbound (sequence, raw_id, channel_id, deduplication_key, head, body, waiting)
    SELECT CAST(? AS INTEGER) + position, field0, field1, field2, field3, ifnull(field4, x''), 1 ${packedRowsOf(5)}
    WHERE position NOT IN (SELECT value FROM json_each(?))`,

  audit: `INSERT INTO audit (account_id, entry, parts) SELECT field0, field1, field2 ${packedRowsOf(3)}`,
};
