import type { ErrorEntry } from "./error-entry.js";

/** Calls, recordings and deliveries that an account does not have. */
export const inboundErrors = {
  CALL_UNKNOWN: {
    rule: "R22",
    party: "caller",
    meaning: "the account has no call with this id",
    remedy: "correct `accountId` and `sessionId`",
  },
  RECORDING_UNKNOWN: {
    rule: "R22",
    party: "caller",
    meaning: "the call has no recording with this id, or it is not ready",
    remedy: "wait for the event `recording-ready`, and use its `mediaId`",
  },
  INBOUND_UNKNOWN: {
    rule: "R22",
    party: "caller",
    meaning: "the account has no inbound record with this id",
    remedy: "correct `accountId` and the id",
  },
} as const satisfies Record<string, ErrorEntry>;
