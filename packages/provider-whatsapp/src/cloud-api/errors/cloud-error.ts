import type { Party } from "@plugboard/core/spec";

/** What a code of the Cloud API means for a message. */
export interface CloudError {
  readonly code: string;
  readonly party: Party;
  /** `channel`: every message of the number would meet the same, so the lane pauses; `none`: it will never work. */
  readonly retry: "message" | "channel" | "none";
  /** The same content may work later, to the host's knowledge of a status that failed. */
  readonly retryable: boolean;
}
