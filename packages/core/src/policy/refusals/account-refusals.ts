import type { RefusalEntry } from "./refusal-entry.js";

/** The account itself. */
export const accountRefusals = {
  ACCOUNT_BLOCKED: {
    gate: "account",
    rule: "R20",
    party: "account",
    reason: "the account is blocked",
    remedy: "answer the block (refutation) or have it lifted with `accounts.unblock`",
  },
  ACCOUNT_SUSPENDED: {
    gate: "account",
    rule: "R18",
    party: "account",
    reason: "the account is suspended",
    remedy: "have it taken up again with `accounts.resume` before its data is deleted",
  },
  ACCOUNT_ARCHIVED: {
    gate: "account",
    rule: "R18",
    party: "account",
    reason: "the account was not used for a long time and is archived",
    remedy: "take it up again with `accounts.resume` before its data is deleted",
  },
  ACCOUNT_DELETED: {
    gate: "account",
    rule: "R18",
    party: "account",
    reason: "the account was deleted, or is being deleted",
    remedy: "use a new account id: what was deleted does not come back",
  },
} as const satisfies Record<string, RefusalEntry>;
