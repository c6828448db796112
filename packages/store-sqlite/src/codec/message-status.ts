import type { MessageState } from "@plugboard/core/spec";
import { messageStateSchema } from "@plugboard/core/spec";
import { numberOf } from "./number-of.js";
import { RowUnreadable } from "./row-unreadable.js";

const STATES: ReadonlySet<string> = new Set(messageStateSchema.options);

export interface MessageStatus {
  readonly state: MessageState;
  readonly attempt: number;
  readonly stateAtMs: number;
}

/** Column `status` of `message_states`: what changes with every step and is not searched for, joined by spaces. */
export const messageStatus = {
  encode({ state, attempt, stateAtMs }: MessageStatus): string {
    return `${state} ${attempt} ${stateAtMs}`;
  },

  /** @throws {RowUnreadable} */
  decode(status: string): MessageStatus {
    const [state = "", attempt, stateAtMs] = status.split(" ");
    if (!isState(state)) throw new RowUnreadable("a message's state is unknown");
    return {
      state,
      attempt: numberOf(attempt),
      stateAtMs: numberOf(stateAtMs),
    };
  },
};

function isState(value: string): value is MessageState {
  return STATES.has(value);
}
