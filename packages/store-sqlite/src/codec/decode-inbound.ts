import type { InboundRecord } from "@plugboard/core";
import { z } from "zod";
import { inboundState } from "./waiting-number.js";

const text = z.string();
/** libsql gives an ArrayBuffer, the others a Uint8Array. */
const bytesSchema = z.union([z.instanceof(Uint8Array), z.instanceof(ArrayBuffer)]);
const answerSchema = z.object({ row: z.string(), body: bytesSchema });
const rowSchema = z.tuple([
  z.number(),
  text,
  text,
  text,
  z.enum(["webhook", "sync"]),
  text,
  text,
  text,
  z.number(),
  z.number().nullable(),
  z.number(),
  z.number(),
  text,
  text.nullable(),
]);

/** @param answer - a row of an inbound read: all columns but the body as JSON, and the body. */
export function decodeInbound(answer: unknown): InboundRecord {
  const { row: json, body } = answerSchema.parse(answer);
  const row = rowSchema.parse(JSON.parse(json));
  return {
    sequence: row[0],
    rawId: row[1],
    accountId: row[2],
    channelId: row[3],
    source: row[4],
    deduplicationKey: row[5],
    contentType: row[6],
    attributes: row[7],
    recordedAtMs: row[8],
    state: inboundState(row[9]),
    attempt: row[10],
    dueAtMs: row[11],
    finished: row[12],
    code: row[13] ?? undefined,
    body: new Uint8Array(body),
  };
}
