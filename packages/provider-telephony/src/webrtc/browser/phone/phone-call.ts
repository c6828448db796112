import type { EndOfCall } from "./end-of-call.js";

/** One call as the operator's page shows it. */
export interface PhoneCall {
  /** The SIP Call-ID. */
  readonly id: string;
  readonly direction: "inbound" | "outbound";
  /** The other side: SIP address without parameters, and its name where it gave one. */
  readonly address: string;
  readonly name: string | undefined;
  readonly state: "offered" | "dialling" | "ringing" | "established" | "ended";
  readonly muted: boolean;
  readonly held: boolean;
  readonly heldByRemote: boolean;
  /** Milliseconds since the epoch; undefined before the answer. */
  readonly answeredAtMs: number | undefined;
  /** Why it is over; undefined before the end. */
  readonly cause: EndOfCall["cause"] | undefined;
  readonly transfer: "none" | "asked" | "done" | "failed";
}
