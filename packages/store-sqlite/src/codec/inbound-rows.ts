import type { InboundChange, InboundRecord } from "@plugboard/core";
import type { FlatValue } from "./encoded-group.js";
import { waitingNumber } from "./waiting-number.js";

/** Appends a row of `inbound`; its body is told by offset and length. */
export function pushInbound(values: FlatValue[], record: InboundRecord, bodyOffset: number): void {
  values.push(
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
  );
}

/** Row of `inbound-change`. */
export function inboundChangeRow(change: InboundChange): readonly FlatValue[] {
  return [
    change.sequence,
    waitingNumber(change.state),
    change.attempt,
    change.dueAtMs,
    change.finished,
    change.code ?? null,
  ];
}
