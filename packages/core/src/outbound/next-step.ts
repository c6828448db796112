import type { MessageQueue } from "../ports/message-record.js";
import type { Idempotency } from "../spec/manifest/idempotency.js";
import type { Limits } from "../spec/manifest/limits.js";
import type { MessageState } from "../spec/message/message-state.js";
import type { SendOutcome } from "../spec/outcome/send-outcome.js";
import { retryDelayMs } from "./retry-delay.js";

/** What follows from an outcome. */
export interface NextStep {
  readonly state: MessageState;
  readonly queue: MessageQueue;
  readonly code: string | undefined;
  /** Delay before the next attempt; with queue `ready` and `deferred`, and of the lane that is paused. */
  readonly delayMs: number;
  /** The next step asks the provider instead of sending. */
  readonly lookup: boolean;
  /** The whole lane waits, not just this message: also when nothing more is done about this one. */
  readonly pauseLane: boolean;
  /** A second send of a message that may have arrived, because the account chose it (G2): recorded. */
  readonly sendsAgain: boolean;
}

/** Longer delays are waited for in the store, not in memory. Milliseconds. */
export const LONGEST_WAIT_IN_MEMORY_MS = 30_000;

export const CREDENTIAL_CODES: ReadonlySet<string> = new Set(["CREDENTIALS_REFUSED", "CREDENTIALS_UNAVAILABLE"]);

const CHANNEL_CLOSING = "CHANNEL_CLOSING";

/**
 * Decides what follows from an outcome: pure, so that the whole table can be tested.
 * @param facts.ageMs - time since the first attempt that is known, at most since acceptance.
 * @param facts.uncertain - an earlier attempt may have arrived.
 * @param facts.leftMs - time until the message expires.
 */
export function nextStep(
  outcome: SendOutcome,
  facts: {
    readonly attempt: number;
    readonly ageMs: number;
    readonly limits: Limits;
    readonly idempotency: Idempotency;
    readonly sendAgainWhenUnknown: boolean;
    readonly uncertain: boolean;
    readonly leftMs: number;
    readonly random: number;
  },
): NextStep {
  const { mode } = facts.idempotency;
  switch (outcome.outcome) {
    case "received":
      return ended("received", (outcome.refusedRecipients?.length ?? 0) > 0 ? "RECIPIENTS_REFUSED" : undefined);
    case "refused":
      // Without key or lookup a refusal of the second send says nothing about the first.
      return facts.uncertain && (mode === "none" || mode === "callback")
        ? ended("unknown", outcome.code)
        : ended("refused", outcome.code);
    case "try-again":
      return afterTryAgain(outcome, facts);
    case "unknown":
      return afterUnknown(outcome.code, facts);
  }
}

type Facts = Parameters<typeof nextStep>[1];

function afterTryAgain(outcome: Extract<SendOutcome, { outcome: "try-again" }>, facts: Facts): NextStep {
  const { attempt, limits, idempotency, uncertain } = facts;
  const { code } = outcome;
  const pauseLane = outcome.scope === "channel";
  const delayMs = retryDelayMs(limits, attempt, outcome.retryAfterMs, facts.random);
  // What the provider asked of the whole channel holds for the others, whatever becomes of this one.
  const pause = pauseLane && outcome.retryAfterMs !== undefined ? { delayMs, pauseLane } : {};
  // A channel that the host closed in the middle has cost the message nothing: it is not lost for that (R3).
  if (attempt >= limits.maxAttempts && code !== CHANNEL_CLOSING) {
    if (uncertain) return { ...ended("unknown", "ATTEMPTS_EXHAUSTED"), ...pause };
    // Credentials can be mended: the message waits for a person, however often it was tried.
    if (CREDENTIAL_CODES.has(code)) return { ...ended("held", code), queue: "held" };
    return { ...ended("refused", "ATTEMPTS_EXHAUSTED"), ...pause };
  }
  // The provider wants to see it again when nobody wants it any more: whoever sent it learns that now, not then.
  if (outcome.retryAfterMs !== undefined && delayMs >= facts.leftMs)
    return { ...ended(uncertain ? "unknown" : "expired", code), ...pause };
  // An earlier attempt may have arrived, and by then the provider has forgotten its key.
  if (uncertain && idempotency.mode === "key" && !lives(idempotency.ttlSeconds, facts.ageMs + delayMs))
    return ended("unknown", code);
  return again(delayMs, code, facts, { pauseLane });
}

function afterUnknown(code: string, facts: Facts): NextStep {
  const { idempotency, attempt, limits } = facts;
  if (attempt >= limits.maxAttempts) return ended("unknown", code);
  const delayMs = retryDelayMs(limits, attempt, undefined, facts.random);
  if (idempotency.mode === "key" && lives(idempotency.ttlSeconds, facts.ageMs + delayMs))
    return again(delayMs, code, { ...facts, uncertain: true }, {});
  if (idempotency.mode === "lookup") return again(delayMs, code, { ...facts, uncertain: true }, { lookup: true });
  if (facts.sendAgainWhenUnknown) return again(delayMs, code, { ...facts, uncertain: true }, { sendsAgain: true });
  return ended("unknown", code);
}

const lives = (ttlSeconds: number, ageMs: number): boolean => ageMs < ttlSeconds * 1_000;

/** Nothing more is done here. */
export function ended(state: MessageState, code: string | undefined): NextStep {
  return { state, queue: "none", code, delayMs: 0, lookup: false, pauseLane: false, sendsAgain: false };
}

/** A message that may have arrived stays `unknown` while it waits: so it is found after a restart, and cannot be taken back. */
function again(
  delayMs: number,
  code: string,
  { uncertain, limits }: { readonly uncertain: boolean; readonly limits?: Pick<Limits, "order"> },
  {
    lookup = false,
    pauseLane = false,
    sendsAgain = false,
  }: { lookup?: boolean; pauseLane?: boolean; sendsAgain?: boolean },
): NextStep {
  // In strict order everything waits behind this message, so it stays where its lane sees it.
  const staysInLane = pauseLane || lookup || limits?.order === "strict";
  const queue = delayMs > LONGEST_WAIT_IN_MEMORY_MS && !staysInLane ? "deferred" : "ready";
  return { state: uncertain ? "unknown" : "waiting", queue, code, delayMs, lookup, pauseLane, sendsAgain };
}

/** The provider went away during the attempt: the message waits until it is back. */
export function waitForProvider(uncertain: boolean, lookup: boolean): NextStep {
  return again(0, "PROVIDER_UNAVAILABLE", { uncertain }, { lookup });
}
