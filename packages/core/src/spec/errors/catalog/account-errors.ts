import type { ErrorEntry } from "./error-entry.js";

/** Acts of people in the name of an account, and what they are about: plans, consents, blocks, rights, settings. */
export const accountErrors = {
  PLAN_UNKNOWN: {
    rule: "R19",
    party: "host",
    meaning: "the host has no service plan of this name",
    remedy: "name one of the plans in the option `fairUse`",
  },
  CONFIRMATION_UNKNOWN: {
    rule: "R14",
    party: "recipient",
    meaning: "no consent of this account waits for this confirmation: the token is wrong, or came too late",
    remedy: "ask the person again with `consents.request`; what they had not confirmed never counted",
  },
  AUTHORITY_REFUSED: {
    rule: "R4",
    party: "account",
    meaning: "the host says that this person may not do this for the account",
    remedy: "have it done by the account's administrator, or by someone whom the administrator authorised",
  },
  AUTHORITY_UNAVAILABLE: {
    rule: "R4",
    party: "host",
    retryable: true,
    meaning: "the host could not say whether this person may do this; without its word nothing is done",
    remedy: "try again; whoever runs the host looks at the `authority` it gave to createContactCenter",
  },
  BLOCK_UNKNOWN: {
    rule: "R20",
    party: "caller",
    meaning: "the account has no block with this id in force",
    remedy: "look at `blocks.list`; one that was lifted cannot be refuted or decided again",
  },
  BLOCK_OWN_CASE: {
    rule: "R20",
    party: "host",
    meaning: "whoever answered a block cannot decide on it",
    remedy: "have somebody else of those who run the host decide",
  },
  RIGHTS_REQUEST_UNKNOWN: {
    rule: "R15",
    party: "caller",
    meaning: "the account has no request of a person with this id, or it is not in a state for this",
    remedy: "look at `rights.list`",
  },
  ACCOUNT_DELETED: {
    rule: "R18",
    party: "account",
    meaning: "the account was deleted, or is being deleted",
    remedy:
      "use a new account id, or `accounts.recreate` for a new account under this one: what was deleted does not come back",
  },
  ACCOUNT_EXISTS: {
    rule: "R18",
    party: "caller",
    meaning: "the account is not deleted, or not yet",
    remedy: "look at `accounts.state`; nothing has to be created for an id that was never used",
  },
  INSTRUCTION_INVALID: {
    rule: "R4",
    party: "caller",
    meaning: "an instruction, or what is to be recorded with it, is not complete",
    remedy: "name who gave it, by what authority and when, and the fields of `issues`",
  },
  SETTINGS_INVALID: {
    rule: "R3",
    party: "account",
    meaning: "the channel's settings do not fit the provider's schema",
    remedy: "correct the fields named in `issues`",
  },
} as const satisfies Record<string, ErrorEntry>;
