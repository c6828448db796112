import type { Channel } from "../host/channel.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";
import type { MessageState } from "../spec/message/message-state.js";

/** A message under way in memory: from its acceptance, or from the store after a restart, until nothing is left to do. */
export interface OutboxEntry {
  readonly sequence: number;
  readonly messageId: string;
  readonly channel: Channel;
  readonly message: OutboundMessage;
  readonly contentHash: string;
  readonly acceptedAtMs: number;
  readonly expiresAtMs: number;
  state: MessageState;
  attempt: number;
  dueAtMs: number;
  /** The next step asks the provider what became of the last attempt, instead of sending. */
  lookup: boolean;
  /** The last process ended while an attempt was under way, or while nobody knew how one ended. */
  interrupted: boolean;
  /** An earlier attempt may have arrived: until it is settled, no end may be told that says it did not. */
  uncertain: boolean;
  /** When the first attempt of this process began; a key's time to live counts from there. */
  firstAttemptAtMs: number | undefined;
  /** Its turn has come: too late to take it back. */
  begun: boolean;
  /** Taken back; dropped when its turn comes. */
  withdrawn: boolean;
}
