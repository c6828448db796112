import type { MessageRecord } from "@plugboard/core";
import { messageHead } from "./message-head.js";
import { messageStatus } from "./message-status.js";
import { queueName } from "./queue-number.js";
import { Row } from "./row.js";

const NO_BLOBS: readonly Uint8Array[] = [];

/**
 * @param json - rows as the message reads give them.
 * @returns records without blobs, and the sequences of those that have some.
 */
export function decodeMessages(json: string): {
  records: MessageRecord[];
  withBlobs: number[];
} {
  const withBlobs: number[] = [];
  const records = Row.all(json).map((row) => {
    const { record, blobCount } = decodeMessage(row);
    if (blobCount > 0) withBlobs.push(record.sequence);
    return record;
  });
  return { records, withBlobs };
}

function decodeMessage(row: Row): { record: MessageRecord; blobCount: number } {
  const { blobCount, ...head } = messageHead.decode(row.text(2));
  const status = row.optionalText(5);
  const ownerKey = row.optionalText(3);
  const record: MessageRecord = {
    sequence: row.number(0),
    messageId: row.text(1),
    ...head,
    idempotencyKey: ownerKey?.slice(0, ownerKey.lastIndexOf("\n")),
    payload: row.text(4),
    blobs: NO_BLOBS,
    ...(status === undefined
      ? { state: "accepted" as const, attempt: 0, stateAtMs: head.acceptedAtMs }
      : messageStatus.decode(status)),
    providerMessageId: row.optionalText(6),
    code: row.optionalText(7),
    queue: queueName(row.optionalNumber(8)),
    dueAtMs: row.number(9),
  };
  return { record, blobCount };
}
