import type { OutboundMessage } from "../message/outbound-message.js";

/**
 * One attempt to hand a message to the provider. It ends when the provider has received it or the attempt failed; from then on
 * `message` throws `TRANSFER_CLOSED` and requests that name `transferId` are refused (R12).
 */
export interface TransferV1 {
  readonly transferId: string;
  readonly messageId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The same for every attempt of a message: hand it to the provider where it takes one. */
  readonly idempotencyKey: string;
  /** Milliseconds since the epoch; the host gives up on the attempt then. */
  readonly deadlineAtMs: number;
  /**
   * The message, validated. Its content must leave byte for byte as it is (R8).
   * @throws {TransferClosedError} after the transfer ended.
   */
  readonly message: OutboundMessage;
}
