/**
 * Where a recorded delivery is: `recorded` → `done`, or `parked` when it cannot be read or its handler keeps failing.
 */
export type InboundState = "recorded" | "parked" | "done";

/** One delivery of a provider, raw as it came. */
export interface InboundRecord {
  readonly sequence: number;
  readonly rawId: string;
  readonly accountId: string;
  readonly channelId: string;
  readonly source: "webhook" | "sync";
  /** Unique per channel; outlives the body. */
  readonly deduplicationKey: string;
  readonly contentType: string;
  /** Emptied when the delivery is `done`. */
  readonly body: Uint8Array;
  /** JSON object of strings. */
  readonly attributes: string;
  readonly recordedAtMs: number;
  readonly state: InboundState;
  readonly attempt: number;
  readonly dueAtMs: number;
  /** JSON array with the ids of events whose handlers finished. */
  readonly finished: string;
  readonly code: string | undefined;
}

export interface InboundChange {
  readonly sequence: number;
  readonly state: InboundState;
  readonly attempt: number;
  readonly dueAtMs: number;
  readonly finished: string;
  readonly code: string | undefined;
}
