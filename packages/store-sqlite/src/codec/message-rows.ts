import type { MessageChange, MessageRecord } from "@plugboard/core";
import { queueNumber } from "./queue-number.js";

type Row = readonly (string | number | null)[];

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

/** Row of `message-insert-fresh`. */
export function freshRow(record: MessageRecord): Row {
  return [
    record.sequence,
    record.messageId,
    record.accountId,
    record.channelId,
    record.idempotencyKey ?? null,
    record.acceptedAtMs,
  ];
}

/** Row of `message-insert`. */
export function messageRow(record: MessageRecord): Row {
  return [
    record.sequence,
    record.messageId,
    record.accountId,
    record.channelId,
    record.idempotencyKey ?? null,
    record.acceptedAtMs,
    queueNumber(record.queue),
    record.dueAtMs,
    record.state,
    record.attempt,
    record.stateAtMs,
    record.providerMessageId ?? null,
    record.code ?? null,
  ];
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

/** Row of `message-update-receipt`. */
export function receiptRow(change: MessageChange): Row {
  return [change.sequence, change.state, change.attempt, change.stateAtMs, change.providerMessageId ?? null];
}

/** Row of `message-update` and `message-update-named`. */
export function changeRow(change: MessageChange): Row {
  return [
    change.sequence,
    change.state,
    change.attempt,
    change.stateAtMs,
    change.providerMessageId ?? null,
    queueNumber(change.queue),
    change.dueAtMs,
    change.code ?? null,
  ];
}

/** Column `content`: a first line with what is fixed, then the payload as it was handed over. */
export function messageContent(record: MessageRecord): string {
  return `${record.contentHash} ${record.expiresAtMs} ${record.blobs.length}\n${record.payload}`;
}
