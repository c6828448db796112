import type { RefusalEntry } from "./refusal-entry.js";

/** The channel: its state, whose word changes it, the terms it is used under, and the countries its data may go to. */
export const channelRefusals = {
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
  RESIDENCY_OUTSIDE: {
    gate: "residency",
    rule: "R13",
    party: "account",
    reason: "the provider would take the data to a country the account does not allow",
    remedy:
      "use a provider within the allowed countries, or have the country allowed in `residency` of the channel's instruction: by name, or by a safeguard, such as the one the provider offers (`details.safeguardOffered`)",
  },
} as const satisfies Record<string, RefusalEntry>;
