import type { RefusalEntry } from "./refusal-entry.js";

/** The person written to: what the account may do with their data, and what they want. */
export const recipientRefusals = {
  LEGAL_BASIS_MISSING: {
    gate: "legal-basis",
    rule: "R14",
    party: "account",
    reason: "the account has to state the legal basis of every message, and this one has none",
    remedy: "set `legalBasis` with basis and purpose",
  },
  CONSENT_MISSING: {
    gate: "legal-basis",
    rule: "R14",
    party: "account",
    reason:
      "the message relies on consent, and a recipient has given none for this purpose and channel, or has withdrawn it",
    remedy: "record the consent with `consents.give`, or state another legal basis that holds",
  },
  RECIPIENT_SUPPRESSED: {
    gate: "suppression",
    rule: "R16",
    party: "recipient",
    reason: "a recipient does not want to be written to on this channel, or cannot be reached by it",
    remedy: "leave out the recipients at the positions named; an entry is lifted with `suppressions.lift`, on record",
  },
  RECIPIENT_RESTRICTED: {
    gate: "restriction",
    rule: "R15",
    party: "recipient",
    reason: "the use of a recipient's data is restricted, or they are being erased",
    remedy: "leave out the recipients at the positions named; a restriction ends with `rights.lift`, on record",
  },
  RECIPIENT_OBJECTED: {
    gate: "restriction",
    rule: "R15",
    party: "recipient",
    reason: "a recipient has objected to messages of this purpose, or the message does not say its purpose",
    remedy: "leave out the recipients at the positions named, or state in `legalBasis` the other purpose it has",
  },
} as const satisfies Record<string, RefusalEntry>;
