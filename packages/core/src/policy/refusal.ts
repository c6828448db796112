import type { Party } from "../spec/party.js";

/** Names of the gates, in the order they are asked. */
export const gateNames = [
  "account",
  "block",
  "activation",
  "terms",
  "capability",
  "attachment",
  "service-window",
  "legal-basis",
  "suppression",
  "restriction",
  "residency",
  "fair-use",
] as const;
export type GateName = (typeof gateNames)[number];

/** Why something was not done: a value the caller handles, not an exception. Never holds content or addresses. */
export interface Refusal {
  readonly gate: GateName | "hook";
  /** The rule of docs/rules.md. */
  readonly rule: string;
  readonly code: RefusalCode;
  readonly party: Party;
  /** What happened, in a sentence. */
  readonly reason: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Names that help: features, countries, document versions, hook names. */
  readonly details: Readonly<Record<string, string | number | readonly string[]>>;
}

/** Every refusal code with its gate, rule, whose doing it is, reason and remedy. */
export const refusalCatalog = {
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
  CHANNEL_BLOCKED: {
    gate: "block",
    rule: "R20",
    party: "account",
    reason: "the channel is blocked",
    remedy:
      "answer it with `blocks.refute`, or use another channel; whoever runs the host decides with `blocks.decide`",
  },
  RECIPIENT_BLOCKED: {
    gate: "block",
    rule: "R20",
    party: "account",
    reason: "a recipient is blocked for this account",
    remedy: "leave out the recipients at the positions named, or answer the block with `blocks.refute`",
  },
  CHANNEL_INACTIVE: {
    gate: "activation",
    rule: "R4",
    party: "account",
    reason: "the channel is not active",
    remedy: "activate it by an instruction of the account's administrator",
  },
  CHANNEL_SUSPENDED: {
    gate: "activation",
    rule: "R4",
    party: "account",
    reason: "the channel is suspended by its account",
    remedy: "resume it with `channels.resume`; what it accepted is held",
  },
  CHANNEL_UNAUTHORISED: {
    gate: "activation",
    rule: "R7",
    party: "account",
    reason: "the provider refused the channel's credentials",
    remedy:
      "mend the credentials with the provider or in the vault, then `channels.reauthorise`; what it accepted is held",
  },
  CHANNEL_STATE_IMPOSSIBLE: {
    gate: "activation",
    rule: "R4",
    party: "account",
    reason: "the channel is not in a state for this",
    remedy: "look at `details.from` for the states it is possible in",
  },
  VERIFICATION_FAILED: {
    gate: "activation",
    rule: "R4",
    party: "account",
    reason: "the channel's credentials were looked at, and do not work",
    remedy: "look at `details.code` and `details.party`, mend it, and verify again",
  },
  PROVIDER_UNAVAILABLE: {
    gate: "activation",
    rule: "R3",
    party: "host",
    reason: "the channel's provider is not registered or disabled",
    remedy: "add or enable the provider; accepted messages are kept",
  },
  TERMS_OUTDATED: {
    gate: "terms",
    rule: "R5",
    party: "account",
    reason: "the provider's terms have a version that was not accepted",
    remedy: "show the documents and record the acceptance with `channels.acceptTerms`",
  },
  DISCLOSURE_WIDENED: {
    gate: "terms",
    rule: "R5",
    party: "account",
    reason: "the provider reaches further than what was accepted",
    remedy:
      "show the current disclosure (`channels.disclosure`) with what is new in `details.widened`, and record its acceptance with `channels.acceptTerms`",
  },
  CALLS_UNSUPPORTED: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the channel's provider cannot make such calls",
    remedy: "use a channel of a provider that declares them",
  },
  CALL_VERB_UNSUPPORTED: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the provider does not have every verb of the call",
    remedy: "leave out the verbs named, or use a provider that declares them",
  },
  CALL_DESTINATION_UNSUPPORTED: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the provider does not reach destinations of this kind",
    remedy: "use a destination of the kinds named",
  },
  NUMBER_INVALID: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the number is no telephone number in E.164; it is never completed or corrected",
    remedy: 'write it with "+", country code and nothing but digits',
  },
  EMERGENCY_NUMBER: {
    gate: "capability",
    rule: "R10",
    party: "host",
    reason:
      "this is an emergency number in the countries named: the host passes no location and cannot promise a connection",
    remedy:
      "have the person call from a telephone; the option `calls.emergencyCalls` says what a host gives up otherwise",
  },
  RECIPIENT_DECIDED: {
    gate: "suppression",
    rule: "R16",
    party: "recipient",
    reason: "the person, or their telephone, refused the call that this one repeats",
    remedy: "do not call again; a call that is not a repetition needs a reason of its own",
  },
  CALL_OVER: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the call is over",
    remedy: "begin another call",
  },
  CALL_NOT_KNOWN_YET: {
    gate: "capability",
    rule: "R8",
    party: "provider",
    reason: "the provider has not said its id of the call, so that it cannot be controlled",
    remedy: "wait for its first event",
  },
  CONTENT_UNSUPPORTED: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the channel cannot carry this content",
    remedy: "send it without the features named, or through another channel",
  },
  CONTENT_DROPPED: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the channel would silently lose a part of this content",
    remedy: "leave the features named out, or accept their loss by name in `acceptDropped`",
  },
  CONTENT_TOO_LARGE: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the content is larger than the channel takes; it is never cut",
    remedy: "make it shorter, or send it as several messages",
  },
  TOO_MANY_RECIPIENTS: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the channel takes fewer recipients in one message",
    remedy: "send one message to each",
  },
  ADDRESS_KIND_UNSUPPORTED: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the channel does not reach addresses of this kind",
    remedy: "use an address of the kinds named, or another channel",
  },
  ATTACHMENT_REFUSED: {
    gate: "attachment",
    rule: "R21",
    party: "account",
    reason:
      "the host carries no files of this kind: by their name, type or first bytes, or by a name inside a ZIP archive, a computer would run them",
    remedy: "leave out the files at the positions named; what is carried is the option `attachments` of the host",
  },
  SERVICE_WINDOW_CLOSED: {
    gate: "service-window",
    rule: "R5",
    party: "account",
    reason: "the provider takes freely written content only for a while after the person's last message",
    remedy: "send an approved template, or wait until the person writes again",
  },
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
  RESIDENCY_OUTSIDE: {
    gate: "residency",
    rule: "R13",
    party: "account",
    reason: "the provider would take the data to a country the account does not allow",
    remedy:
      "use a provider within the allowed countries, or have the country allowed in `residency` of the channel's instruction: by name, or by a safeguard, such as the one the provider offers (`details.safeguardOffered`)",
  },
  FAIR_USE_EXCEEDED: {
    gate: "fair-use",
    rule: "R19",
    party: "account",
    reason: "the account has sent as many messages as its plan allows in this time",
    remedy: "send it again at `details.until`, or have the plan changed with `accounts.setPolicy`",
  },
  FAIR_USE_REDUCED: {
    gate: "fair-use",
    rule: "R20",
    party: "account",
    reason: "the rate was reduced, and this time's messages are used up",
    remedy: "send it again at `details.until`, or answer the limit with `blocks.refute`",
  },
  FAIR_USE_UNKNOWN: {
    gate: "fair-use",
    rule: "R19",
    party: "host",
    reason: "the host cannot count the account's messages now, and lets nothing through uncounted",
    remedy: "send it again later; whoever runs the host looks at the usage counter",
  },
  INSTRUCTION_MISMATCH: {
    gate: "activation",
    rule: "R4",
    party: "account",
    reason: "what was shown with the instruction is not what the provider declares now",
    remedy: "show the current disclosure (`channels.disclosure`) and record the instruction again",
  },
  AUTHORITY_REFUSED: {
    gate: "activation",
    rule: "R4",
    party: "account",
    reason: "the host says that this person may not do this for the account",
    remedy: "have it done by the account's administrator, or by someone whom the administrator authorised",
  },
  AUTHORITY_UNAVAILABLE: {
    gate: "activation",
    rule: "R4",
    party: "host",
    reason: "the host could not say whether this person may do this, and without its word nothing is done",
    remedy: "try again; whoever runs the host looks at the `authority` it gave to createContactCenter",
  },
  HOOK_REFUSED: {
    gate: "activation",
    rule: "R10",
    party: "host",
    reason: "a hook of the host refused the message",
    remedy: "look at `details.hook`",
  },
} as const satisfies Record<
  string,
  { gate: GateName; rule: `R${number}`; party: Party; reason: string; remedy: string }
>;
export type RefusalCode = keyof typeof refusalCatalog;

/** The refusal of a code, with the names that help. */
export function refusal(code: RefusalCode, details: Refusal["details"] = {}): Refusal {
  // Field by field: a spread of the catalog's entry costs as much as all gates together.
  const { gate, rule, party, reason, remedy } = refusalCatalog[code];
  return { gate, rule, code, party, reason, remedy, details };
}
