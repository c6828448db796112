import type { MessageRecord } from "../ports/message-record.js";

/**
 * Whether something is still going to happen to a message by itself. One that may have arrived and whose next try is held by a gate, which may well be
 * the erasure's own, waits for a decision: for what is erased there is none to come.
 */
export function isUnderWay({ state, queue }: Pick<MessageRecord, "state" | "queue">): boolean {
  return queue !== "none" && !(state === "unknown" && queue === "held");
}
