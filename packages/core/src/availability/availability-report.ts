import type { Party } from "../spec/party.js";

/** `unknown`: nothing was tried lately. `degraded`: works, but slower or with failures. `down`: nothing gets through, or half of it does not. */
export type AvailabilityState = "operational" | "degraded" | "down" | "unknown";

/** How a channel or provider is, and whose doing it is (R7). */
export interface AvailabilityReport {
  readonly scope: "channel" | "provider";
  /** Channel id or provider id. */
  readonly id: string;
  readonly providerId: string;
  readonly state: AvailabilityState;
  /** Whose fault it is; absent while operational or unknown. */
  readonly party: Party | undefined;
  /** 0 (a guess) to 1 (certain): share of the failures that point to this party, lowered when there are few. */
  readonly certainty: number;
  /** Code of the latest failure. */
  readonly code: string | undefined;
  readonly sinceMs: number;
  /** Outcomes in the window of one minute. */
  readonly outcomes: number;
  /** Failures among them, without those of a trouble that is over. */
  readonly failures: number;
  /** Mean time of the calls that succeeded. Milliseconds. */
  readonly meanLatencyMs: number | undefined;
}
