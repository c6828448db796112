import type { ContactCenter } from "@plugboard/core";
import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";

/** What happens at the phones, in words every provider can say. */
export interface Happening {
  readonly event: "offered" | "ringing" | "answered" | "digits" | "held" | "recording-ready" | "ended";
  readonly sequence: number;
  readonly digits?: string;
  /** Of an end: the telephone's own final answer. The call was not answered then. */
  readonly sipStatus?: number;
}

/** A provider's other side, started. */
export interface StartedSide {
  readonly origin: string;
  /** Calls the provider was asked to begin. */
  readonly begun: () => number;
  /** Recordings the provider was asked to delete. */
  readonly deletions: () => number;
  readonly complaints: readonly string[];
  /** Tells the host what happened to a call. @returns what the host answered; empty where it answers another way. */
  tell(center: ContactCenter, callId: string, happening: Happening, reference: string | undefined): Promise<string>;
  /** A call ends while nobody listens. */
  endUnseen(callId: string): Promise<void>;
  close(): Promise<void>;
}

/** A provider of calls as seen from the host. */
export interface CallSide {
  readonly fixtures: ProviderFixtures;
  /** What its events of one call say, in the order in which they happen. */
  readonly life: readonly Happening["event"][];
  /** It waits for verbs in its questions' answers. */
  readonly asks: boolean;
  /** What a flood of keys is told as: many in one event, or each by itself. */
  readonly keys: string;
  /** As the provider would name a call of this number that comes in. */
  callIdOf(number: number): string;
  start(): Promise<StartedSide>;
}

/** A past instant, whatever the clock says: one that is ahead is not believed. */
export const atOf = (sequence: number): number => Date.parse("2026-11-20T10:00:00Z") + sequence * 1_000;
export const PERSON = "+4915112345201";
export const SITE = "https://host.example.com";
/** How long every call here is talked. */
export const TALKED_MS = 7_000;
