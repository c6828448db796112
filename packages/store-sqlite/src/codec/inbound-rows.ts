import type { InboundChange, InboundRecord } from "@plugboard/core";
import { waitingNumber } from "./waiting-number.js";

type Row = readonly (string | number | null)[];

/** Row of `inbound-insert`. */
export function inboundRow(record: InboundRecord, bodyOffset: number): Row {
  return [
    record.sequence,
    record.rawId,
    record.accountId,
    record.channelId,
    record.source,
    record.deduplicationKey,
    record.contentType,
    record.attributes,
    record.recordedAtMs,
    waitingNumber(record.state),
    record.attempt,
    record.dueAtMs,
    record.finished,
    record.code ?? null,
    bodyOffset,
    record.state === "done" ? 0 : record.body.byteLength,
  ];
}

/** Row of `inbound-update`. */
export function inboundChangeRow(change: InboundChange): Row {
  return [
    change.sequence,
    waitingNumber(change.state),
    change.attempt,
    change.dueAtMs,
    change.finished,
    change.code ?? null,
  ];
}
