import type { MessageChange, MessageRecord } from "@plugboard/core";
import type { FlatValue } from "./encoded-group.js";
import { queueNumber } from "./queue-number.js";

/** True for a message as `send` hands it over; its row needs only what is its own. */
export function isFresh(record: MessageRecord): boolean {
  return (
    record.queue === "ready" &&
    record.state === "accepted" &&
    record.dueAtMs === 0 &&
    record.attempt === 0 &&
    record.stateAtMs === record.acceptedAtMs &&
    record.providerMessageId === undefined &&
    record.code === undefined
  );
}

/** Appends a row of `messages-fresh`. */
export function pushFresh(values: FlatValue[], record: MessageRecord): void {
  values.push(
    record.sequence,
    record.messageId,
    record.accountId,
    record.channelId,
    record.idempotencyKey ?? null,
    record.acceptedAtMs,
    record.stateAtMs,
  );
}

/** Appends a row of `messages`: that of `messages-fresh` and the rest. */
export function pushMessage(values: FlatValue[], record: MessageRecord): void {
  pushFresh(values, record);
  values.push(
    queueNumber(record.queue),
    record.dueAtMs,
    record.state,
    record.attempt,
    record.providerMessageId ?? null,
    record.code ?? null,
  );
}

/** Column `content`: a first line with what is fixed, then the payload as it was handed over. */
export function messageContent(record: MessageRecord): string {
  return `${record.contentHash} ${record.expiresAtMs} ${record.blobs.length}\n${record.payload}`;
}

/** True for the change that a receipt makes, the most frequent of all. */
export function isReceipt(change: MessageChange): boolean {
  return (
    change.queue === "none" &&
    change.dueAtMs === 0 &&
    change.providerMessageId !== undefined &&
    change.code === undefined
  );
}

/** Row of `message-receipt`. */
export function receiptRow(change: MessageChange): readonly FlatValue[] {
  return [change.sequence, change.state, change.attempt, change.stateAtMs, change.providerMessageId ?? null];
}

/** Row of `message-change` and `message-change-named`. */
export function changeRow(change: MessageChange): readonly FlatValue[] {
  return [...receiptRow(change), queueNumber(change.queue), change.dueAtMs, change.code ?? null];
}
