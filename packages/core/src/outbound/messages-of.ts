import type { MessageRecord } from "../ports/message-record.js";
import type { Store } from "../ports/store.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";
import { decodePayload } from "./payload-codec.js";

const PAGE = 500;

/** A message of the store, read; without its content where that cannot be read. */
export interface StoredMessage {
  readonly record: MessageRecord;
  readonly message: OutboundMessage | undefined;
}

/**
 * Every message of an account by order of acceptance, a page at a time. Walks the whole table where the store has no index by account: for what is
 * done now and then, not for each message.
 * @throws {StoreError}
 */
export async function* messagesOf(
  store: Store,
  owner: { readonly accountId: string; readonly channelId?: string | undefined },
): AsyncGenerator<StoredMessage> {
  let after = 0;
  for (;;) {
    const records = await store.messages({ ...owner, after, limit: PAGE });
    for (const record of records) yield { record, message: decoded(record) };
    if (records.length < PAGE) return;
    after = records.at(-1)?.sequence ?? after;
  }
}

/** A message that cannot be read is its reader's to judge: the error may quote it. */
function decoded({ payload, blobs, accountId, channelId }: MessageRecord): OutboundMessage | undefined {
  try {
    return decodePayload(payload, blobs, { accountId, channelId });
  } catch {
    return undefined;
  }
}
