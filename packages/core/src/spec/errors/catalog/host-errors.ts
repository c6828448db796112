import type { ErrorEntry } from "./error-entry.js";

/** The host itself: its options, hooks, ledger and end. */
export const hostErrors = {
  HOST_CLOSED: {
    rule: "R3",
    party: "host",
    meaning: "the contact center is closed or closing",
    remedy: "create a new one; what was accepted is in the store",
  },
  LEDGER_ENTRY_UNKNOWN: {
    rule: "R12",
    party: "caller",
    meaning: "the account has no sealed entry of this number in this log",
    remedy:
      "take log and number from `ledger.entries` or `ledger.audit`; entries from before ledgers were sealed have no proof",
  },
  SIGNER_FAILED: {
    rule: "R14",
    party: "host",
    meaning: "the host's ledger signer threw an error: nothing was signed",
    remedy: "look at the cause; the ledger itself is sealed without it",
  },
  HOOK_FAILED: {
    rule: "R3",
    party: "host",
    meaning: "a hook threw an error or took longer than its time limit",
    remedy: "look at the cause; the step the hook belongs to was not carried out",
  },
  OPTION_INVALID: {
    rule: "R3",
    party: "host",
    meaning: "an option of the host is not valid",
    remedy: "correct the fields named in `issues`",
  },
} as const satisfies Record<string, ErrorEntry>;
