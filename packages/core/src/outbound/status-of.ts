import type { MessageRecord } from "../ports/message-record.js";
import type { MessageStatus } from "./message-states.js";

/** On its way or there: what an attempt or a report before met is over. The store keeps the last code, as a change without one leaves it. */
const WENT_WELL: ReadonlySet<MessageRecord["state"]> = new Set(["received", "sent", "delivered", "read"]);
/** Said of the message itself, whatever becomes of the others' copies. */
const LASTING = "RECIPIENTS_REFUSED";

/** Where a message is, as it is told. */
export function statusOf({ messageId, state, code, attempt, providerMessageId }: MessageRecord): MessageStatus {
  const isOver = WENT_WELL.has(state) && code !== LASTING;
  return { messageId, state, code: isOver ? undefined : code, attempt, providerMessageId };
}
