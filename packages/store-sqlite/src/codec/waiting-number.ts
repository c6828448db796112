import type { InboundState } from "@plugboard/core";

const NAMES = ["done", "recorded", "parked"] as const;

/** Column `waiting` of `inbound`; NULL keeps done rows out of the partial index. */
export function waitingNumber(state: InboundState): number | null {
  return state === "done" ? null : NAMES.indexOf(state);
}

export function inboundState(number: number | undefined): InboundState {
  return NAMES[number ?? 0] ?? "done";
}
