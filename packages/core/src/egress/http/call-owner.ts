import type { Call } from "./call.js";

/** The channel a call belongs to. */
export interface CallOwner {
  readonly channelId: string;
  /** The call has settled. Called once, before its promise is settled. */
  ended(call: Call): void;
}
