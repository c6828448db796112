import {
  type OutboundMessage,
  type OutboundMessageInput,
  TransferClosedError,
  type TransferV1,
  outboundMessageSchema,
} from "@plugboard/core/spec";

/** A transfer of a unit test; `end` does what the host does when the attempt is over. */
export interface FakeTransfer extends TransferV1 {
  /** From now on `message` throws (R12). */
  end(): void;
}

/**
 * A transfer for calling `doSend` without a host.
 * @param message - validated first; `accountId` and `channelId` may be left out.
 */
export function fakeTransfer(
  message: Omit<OutboundMessageInput, "accountId" | "channelId">,
  facts: Partial<Omit<TransferV1, "message">> = {},
): FakeTransfer {
  const parsed: OutboundMessage = outboundMessageSchema.parse({
    accountId: "account-1",
    channelId: "channel-1",
    ...message,
  });
  const transferId = facts.transferId ?? "transfer-1";
  let ended = false;
  return {
    transferId,
    messageId: facts.messageId ?? "message-1",
    attempt: facts.attempt ?? 1,
    idempotencyKey: facts.idempotencyKey ?? "key-1",
    deadlineAtMs: facts.deadlineAtMs ?? Date.now() + 30_000,
    get message() {
      if (ended) throw new TransferClosedError(transferId);
      return parsed;
    },
    end: () => void (ended = true),
  };
}
