import type { InboundRecord } from "@plugboard/core";
import { blobColumn } from "./blob-column.js";
import { inboundHead } from "./inbound-head.js";
import { inboundProgress } from "./inbound-progress.js";
import { Row } from "./row.js";
import { textColumn } from "./text-column.js";
import { inboundState } from "./waiting-number.js";

/** @param answer - a row of an inbound read: `row` has all columns but the body as JSON. */
export function decodeInbound(answer: unknown): InboundRecord {
  const row = Row.one(textColumn(answer, "row"));
  return {
    sequence: row.number(0),
    rawId: row.text(1),
    channelId: row.text(2),
    deduplicationKey: row.text(3),
    ...inboundHead.decode(row.text(4)),
    state: inboundState(row.optionalNumber(5)),
    ...inboundProgress.decode(row.optionalText(6)),
    code: row.optionalText(7),
    body: blobColumn(answer, "body"),
  };
}
