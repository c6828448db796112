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
} as const satisfies Record<string, ErrorEntry>;
