import type { Channel } from "../host/channel.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";
import type { MessageState } from "../spec/message/message-state.js";

/** A message under way in memory: from its acceptance, or from the store after a restart, until nothing is left to do. */
export interface OutboxEntry {
  readonly sequence: number;
  readonly messageId: string;
  /** As it is configured at the message's turn. */
  channel: Channel;
  readonly message: OutboundMessage;
  readonly contentHash: string;
  readonly acceptedAtMs: number;
  /** By the wall clock where the message names an instant, else by the steady clock: {@link expiresAtInstant}. */
  readonly expiresAtMs: number;
  state: MessageState;
  attempt: number;
  /** 0: at once. See {@link isDueAtInstant} for the clock it is meant by. */
  dueAtMs: number;
  /** The next step asks the provider what became of the last attempt, instead of sending. */
  lookup: boolean;
  /** The last process ended while an attempt was under way, or while nobody knew how one ended. */
  interrupted: boolean;
  /** An earlier attempt may have arrived: until it is settled, no end may be told that says it did not. */
  uncertain: boolean;
  /** When the first attempt of this process began, by the steady clock; a key's time to live counts from there. */
  firstAttemptAtMs: number | undefined;
  /** Its turn has come: too late to take it back. */
  begun: boolean;
  /** Taken back; dropped when its turn comes. */
  withdrawn: boolean;
}

/** Before its first attempt a message waits for an instant ("not before"), afterwards for a delay to pass. */
export const isDueAtInstant = ({ attempt }: { readonly attempt: number }): boolean => attempt === 0;

/** Whether the message says itself when it is no longer wanted; else it has so long from its acceptance. */
export const expiresAtInstant = ({ message }: OutboxEntry): boolean => message.expiresAt !== undefined;
