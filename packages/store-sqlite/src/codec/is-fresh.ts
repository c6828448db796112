import type { MessageRecord } from "@plugboard/core";

/** True for a message as `send` hands it over: accepted, ready to be dispatched, nothing tried yet. */
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
