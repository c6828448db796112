import type { MessageRecord } from "@plugboard/core";
import { messageStateSchema } from "@plugboard/core/spec";
import { z } from "zod";
import { queueName } from "./queue-number.js";

const NO_BLOBS: readonly Uint8Array[] = [];

/** Columns of the message reads, in order. */
const rowSchema = z.tuple([
  z.number(),
  z.string(),
  z.string(),
  z.string(),
  z.string().nullable(),
  z.number(),
  z.number().nullable(),
  z.number(),
  messageStateSchema,
  z.number(),
  z.number(),
  z.string().nullable(),
  z.string().nullable(),
  z.string(),
]);
const rowsSchema = z.array(rowSchema);

/**
 * @param json - rows as the message reads give them.
 * @returns records without blobs, and the sequences of those that have some.
 */
export function decodeMessages(json: string): { records: MessageRecord[]; withBlobs: number[] } {
  const withBlobs: number[] = [];
  const parsed: unknown = JSON.parse(json);
  const records = rowsSchema.parse(parsed).map((row) => {
    const { record, blobCount } = decodeMessage(row);
    if (blobCount > 0) withBlobs.push(record.sequence);
    return record;
  });
  return { records, withBlobs };
}

function decodeMessage(row: z.infer<typeof rowSchema>): { record: MessageRecord; blobCount: number } {
  const content = row[13];
  const endOfHead = content.indexOf("\n");
  const [contentHash = "", expiresAtMs, blobCount] = content.slice(0, endOfHead).split(" ");
  const record: MessageRecord = {
    sequence: row[0],
    messageId: row[1],
    accountId: row[2],
    channelId: row[3],
    idempotencyKey: row[4] ?? undefined,
    payload: content.slice(endOfHead + 1),
    blobs: NO_BLOBS,
    contentHash,
    acceptedAtMs: row[5],
    expiresAtMs: Number(expiresAtMs),
    state: row[8],
    queue: queueName(row[6]),
    dueAtMs: row[7],
    attempt: row[9],
    providerMessageId: row[11] ?? undefined,
    code: row[12] ?? undefined,
    stateAtMs: row[10],
  };
  return { record, blobCount: Number(blobCount) };
}
