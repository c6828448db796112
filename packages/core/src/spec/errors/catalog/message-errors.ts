import type { ErrorEntry } from "./error-entry.js";

/** Messages as they are handed over. */
export const messageErrors = {
  MESSAGE_INVALID: {
    rule: "R8",
    party: "caller",
    meaning: "the message does not fit the contract",
    remedy: "correct the fields named in `issues`; nothing was accepted",
  },
  IDEMPOTENCY_CONFLICT: {
    rule: "R8",
    party: "caller",
    meaning: "the account used the idempotency key before with another content or channel",
    remedy: "use a new key for a new message",
  },
  MESSAGE_UNKNOWN: {
    rule: "R22",
    party: "caller",
    meaning: "the account has no message with this id",
    remedy: "correct `accountId` and `messageId`",
  },
} as const satisfies Record<string, ErrorEntry>;
