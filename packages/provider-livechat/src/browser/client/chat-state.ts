import type { ChatConfig } from "./chat-config.js";
import type { Transport } from "./open-stream.js";
import type { ChatEntry, ChatMarks, PendingEntry } from "./chat-entry.js";

/** All there is to show. Replaced as a whole with each change. */
export interface ChatState {
  readonly config?: ChatConfig;
  /** By rising `seq`. */
  readonly entries: readonly ChatEntry[];
  /** Not with the server yet, in the order in which they were written. */
  readonly pending: readonly PendingEntry[];
  readonly marks: ChatMarks;
  /** Whether `entries` begin with the first message. */
  readonly isFirst: boolean;
  readonly online: boolean;
  readonly connection: "idle" | "connecting" | "open" | "lost";
  /** The way of the connection that is or was open. */
  readonly transport?: Transport;
  readonly isTyping: boolean;
  readonly hasConsent: boolean;
  /** Messages of the other side that were not seen. */
  readonly unread: number;
  readonly notice?: "erased" | "signIn";
}

export const firstState: ChatState = {
  entries: [],
  pending: [],
  marks: { operatorReadSeq: 0, deliveredSeq: 0, readSeq: 0 },
  isFirst: true,
  online: false,
  connection: "idle",
  isTyping: false,
  hasConsent: false,
  unread: 0,
};
