import type { RefusalEntry } from "./refusal-entry.js";

/** Calls, beside what refuses a message as well. */
export const callRefusals = {
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
  RECIPIENT_DECIDED: {
    gate: "suppression",
    rule: "R16",
    party: "recipient",
    reason: "the person, or their telephone, refused the call that this one repeats",
    remedy: "do not call again; a call that is not a repetition needs a reason of its own",
  },
} as const satisfies Record<string, RefusalEntry>;
