import type { MessageRecord } from "@plugboard/core";
import { messageStateSchema } from "@plugboard/core/spec";
import { queueName } from "./queue-number.js";
import { Row } from "./row.js";

const STATES = new Set(messageStateSchema.options);
const NO_BLOBS: readonly Uint8Array[] = [];

/**
 * @param json - rows as the message reads give them.
 * @returns records without blobs, and the sequences of those that have some.
 */
export function decodeMessages(json: string): { records: MessageRecord[]; withBlobs: number[] } {
  const withBlobs: number[] = [];
  const records = Row.all(json).map((row) => {
    const { record, blobCount } = decodeMessage(row);
    if (blobCount > 0) withBlobs.push(record.sequence);
    return record;
  });
  return { records, withBlobs };
}

function decodeMessage(row: Row): { record: MessageRecord; blobCount: number } {
  const content = row.text(13);
  const endOfHead = content.indexOf("\n");
  const [contentHash = "", expiresAtMs, blobCount] = content.slice(0, endOfHead).split(" ");
  const record: MessageRecord = {
    sequence: row.number(0),
    messageId: row.text(1),
    accountId: row.text(2),
    channelId: row.text(3),
    idempotencyKey: row.optionalText(4),
    payload: content.slice(endOfHead + 1),
    blobs: NO_BLOBS,
    contentHash,
    acceptedAtMs: row.number(5),
    expiresAtMs: Number(expiresAtMs),
    state: row.word(8, STATES),
    queue: queueName(row.optionalNumber(6)),
    dueAtMs: row.number(7),
    attempt: row.number(9),
    providerMessageId: row.optionalText(11),
    code: row.optionalText(12),
    stateAtMs: row.number(10),
  };
  return { record, blobCount: Number(blobCount) };
}
