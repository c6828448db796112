import type { MessageRecord } from "@plugboard/core";

/**
 * Column `owner_key` of `messages`: idempotency key and account as one text, which is unique. The key comes first, since keys that rise with
 * time then let the index grow at its end. An account's id has no line break.
 * @returns an empty text, which is kept as NULL, where there is no key.
 */
export function ownerKey({ idempotencyKey, accountId }: Pick<MessageRecord, "idempotencyKey" | "accountId">): string {
  return idempotencyKey === undefined ? "" : `${idempotencyKey}\n${accountId}`;
}
