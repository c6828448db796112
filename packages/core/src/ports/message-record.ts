import type { MessageState } from "../spec/message/message-state.js";

/**
 * Which queue of the store a message waits in. `ready`: to be dispatched by its lane, in order of `sequence`; `deferred`: not before
 * `dueAtMs`; `held`: until a decision; `none`: nothing is left to do.
 */
export type MessageQueue = "none" | "ready" | "deferred" | "held";

/** An accepted message as the store keeps it. */
export interface MessageRecord {
  /** Given by the outbox, strictly rising; the order of acceptance. */
  readonly sequence: number;
  readonly messageId: string;
  readonly accountId: string;
  readonly channelId: string;
  readonly idempotencyKey: string | undefined;
  /** The validated message as JSON; binary parts are references into `blobs`. */
  readonly payload: string;
  readonly blobs: readonly Uint8Array[];
  /** SHA-256 of content and recipients as handed over, lower-case hex. */
  readonly contentHash: string;
  readonly acceptedAtMs: number;
  readonly expiresAtMs: number;
  readonly state: MessageState;
  readonly queue: MessageQueue;
  /** Not to be tried before; 0 = at once. */
  readonly dueAtMs: number;
  /** Attempts made so far. */
  readonly attempt: number;
  readonly providerMessageId: string | undefined;
  /** Code of the last outcome or refusal. */
  readonly code: string | undefined;
  /** Provider's event time of the state, for ordering reports. */
  readonly stateAtMs: number;
}

/** What changes of a message; fields that are `undefined` stay as they are. */
export interface MessageChange {
  readonly sequence: number;
  readonly state: MessageState;
  readonly queue: MessageQueue;
  readonly dueAtMs: number;
  readonly attempt: number;
  readonly providerMessageId: string | undefined;
  readonly code: string | undefined;
  readonly stateAtMs: number;
}
