import type { OutboundMessagesV1, SendOutcomeInput, TransferV1 } from "@plugboard/core/spec";
import { isSafeName } from "../files/is-safe-name.js";
import { messageId } from "../inbound/message-id.js";
import { recordIds } from "../log/record-ids.js";
import type { ChatContext } from "../serve/chat-context.js";
import { answerEntry } from "./answer-entry.js";

/**
 * Hands answers to visitors. The transfer ends when the answer is durable in the visitor's conversation: from there every browser of theirs gets
 * it, now or when it comes back (R12). What becomes of it is told by delivery reports.
 */
export function livechatMessages(context: ChatContext): OutboundMessagesV1 {
  return { doSend: (transfer) => send(context, transfer) };
}

async function send(context: ChatContext, transfer: TransferV1): Promise<SendOutcomeInput> {
  const [recipient] = transfer.message.recipients;
  const answer = answerEntry(transfer);
  if (answer === undefined) return { outcome: "refused", code: "CONTENT_UNSUPPORTED", party: "account" };
  const { entry, bytes } = answer;
  if (entry.file !== undefined && !isSafeName(entry.file.name))
    return { outcome: "refused", code: "FILE_NAME_UNSAFE", party: "account" };
  const sessionId = recipient?.address.value ?? "";
  const log = /^[A-Za-z0-9_-]{22,43}$/.test(sessionId) ? await context.logs.get(sessionId) : undefined;
  const atMs = context.clock.now();
  const stored =
    bytes === undefined || entry.file === undefined
      ? []
      : [
          {
            kind: "put" as const,
            id: recordIds.file(sessionId, entry.file.fileId),
            value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
          },
        ];
  const placed = await log?.append({ ...entry, by: "operator", atMs }, { changes: stored });
  // Erased, or never there: nothing of this person is kept, and no other address is known.
  if (log === undefined || placed === undefined)
    return { outcome: "refused", code: "RECIPIENT_UNKNOWN", party: "recipient" };
  return {
    outcome: "received",
    providerMessageId: messageId(log.record.reference, entry.id),
    receivedAt: new Date(atMs).toISOString(),
  };
}
