import type { TransferV1 } from "../spec/capabilities/transfer.js";
import { TransferClosedError } from "../spec/errors/transfer-closed-error.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";
import { freezeDeep } from "../collections/freeze-deep.js";
import type { OutboxEntry } from "./outbox-entry.js";

/** A transfer while it is open. `end` takes the message away from whoever still holds the object (R12). */
export class OpenTransfer implements TransferV1 {
  readonly transferId: string;
  readonly messageId: string;
  readonly attempt: number;
  readonly idempotencyKey: string;
  readonly deadlineAtMs: number;
  readonly openedAtMs: number;
  /** Bytes of request bodies that left; known when it ended. */
  bytesOut = 0;
  #message: OutboundMessage | undefined;
  #frozen = false;

  constructor(transferId: string, entry: OutboxEntry, openedAtMs: number, deadlineAtMs: number) {
    this.transferId = transferId;
    this.messageId = entry.messageId;
    this.attempt = entry.attempt;
    this.idempotencyKey = entry.messageId;
    this.openedAtMs = openedAtMs;
    this.deadlineAtMs = deadlineAtMs;
    this.#message = entry.message;
  }

  get message(): OutboundMessage {
    if (this.#message === undefined) throw new TransferClosedError(this.transferId);
    if (!this.#frozen) {
      freezeDeep(this.#message);
      this.#frozen = true;
    }
    return this.#message;
  }

  get ended(): boolean {
    return this.#message === undefined;
  }

  end(bytesOut: number): void {
    this.#message = undefined;
    this.bytesOut = bytesOut;
  }
}
