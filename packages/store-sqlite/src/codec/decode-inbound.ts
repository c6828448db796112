import type { InboundRecord } from "@plugboard/core";
import { blobColumn } from "./blob-column.js";
import { Row } from "./row.js";
import { textColumn } from "./text-column.js";
import { inboundState } from "./waiting-number.js";

const SOURCES = new Set(["webhook", "sync"] as const);

/** @param answer - a row of an inbound read: `row` has all columns but the body as JSON. */
export function decodeInbound(answer: unknown): InboundRecord {
  const row = Row.one(textColumn(answer, "row"));
  return {
    sequence: row.number(0),
    rawId: row.text(1),
    accountId: row.text(2),
    channelId: row.text(3),
    source: row.word(4, SOURCES),
    deduplicationKey: row.text(5),
    contentType: row.text(6),
    attributes: row.text(7),
    recordedAtMs: row.number(8),
    state: inboundState(row.optionalNumber(9)),
    attempt: row.number(10),
    dueAtMs: row.number(11),
    finished: row.text(12),
    code: row.optionalText(13),
    body: blobColumn(answer, "body"),
  };
}
