import { type OutboundMessageInput, outboundMessageSchema, type TransferV1 } from "@plugboard/core/spec";

let counter = 0;

/** A transfer of an e-mail as the host hands it over: validated, with a fresh id. */
export function emailTransfer(
  content: object,
  message: Partial<OutboundMessageInput> = {},
  transfer: Partial<TransferV1> = {},
): TransferV1 {
  counter++;
  return {
    transferId: `transfer-${counter}`,
    messageId: `message-${counter}`,
    attempt: 1,
    idempotencyKey: `key-${counter}`,
    deadlineAtMs: Date.now() + 60_000,
    message: outboundMessageSchema.parse({
      accountId: "acme",
      channelId: "support-mail",
      recipients: [{ address: { kind: "email", value: "ada@example.org", name: "Ada Lovelace" } }],
      content: { type: "email", subject: "Hello", ...content },
      ...message,
    }),
    ...transfer,
  };
}
