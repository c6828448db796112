import type { ErrorEntry } from "./error-entry.js";

/** The way to a provider and back. */
export const transferErrors = {
  EGRESS_REFUSED: {
    rule: "R13",
    party: "plugin",
    meaning: "the call was refused before anything left the host",
    remedy:
      "`reason` says which check refused it; declare the endpoint in the manifest or allow it in the host's egress options",
  },
  TRANSFER_FAILED: {
    rule: "R12",
    party: "said",
    retryable: true,
    meaning: "the call to the provider gave no usable answer",
    remedy:
      "`reason` says where it failed; try again where `requestSent` is false, else find out first whether the provider received it",
  },
  TRANSFER_CLOSED: {
    rule: "R12",
    party: "plugin",
    meaning: "the transfer has ended; its message may not be used any more",
    remedy: "finish all work of a message before the promise of `doSend` settles",
  },
  ANSWER_INVALID: {
    rule: "R12",
    party: "provider",
    meaning: "the provider's answer does not have the expected shape",
    remedy: "if it lasts, upgrade the plugin: the provider's API may have changed",
  },
  ANSWER_NOT_FOUND: {
    rule: "R12",
    party: "provider",
    meaning: "the provider does not have what was asked for, or not any more",
    remedy: "do not ask for it again; a file whose time is over can only be sent again by the person",
  },
  ANSWER_REFUSED: {
    rule: "R12",
    party: "account",
    meaning: "the provider refused the call",
    remedy:
      "`status` and `providerCode` say why, in the provider's documents; 401 and 403: look at the channel's credentials and what they may do",
  },
  ANSWER_UNAVAILABLE: {
    rule: "R12",
    party: "provider",
    retryable: true,
    meaning: "the provider cannot answer the call now",
    remedy: "try again later, after `retryAfterMs` where it is given",
  },
} as const satisfies Record<string, ErrorEntry>;
