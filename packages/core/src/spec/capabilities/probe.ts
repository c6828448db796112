import type { Party } from "../party.js";

/** What a probe found. `certainty` from 0 (a guess) to 1 (the other side said so). */
export interface ProbeResult {
  readonly state: "operational" | "degraded" | "down";
  readonly party?: Party;
  readonly code?: string;
  readonly certainty: number;
  readonly latencyMs?: number;
}

/** Capability `probe`: tells whether the channel works, without sending a message (R7). */
export interface ProbeV1 {
  doProbe(signal: AbortSignal): Promise<ProbeResult>;
}
