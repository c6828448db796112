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
  /** Delay before the next attempt; with queue `ready` and `deferred`. */
  readonly delayMs: number;
  /** The next step asks the provider instead of sending. */
  readonly lookup: boolean;
  /** The whole lane waits, not just this message. */
  readonly pauseLane: boolean;
  /** A second send of a message that may have arrived, because the account chose it (G2): recorded. */
  readonly sendsAgain: boolean;
}

/** Longer delays are waited for in the store, not in memory. Milliseconds. */
export const LONGEST_WAIT_IN_MEMORY_MS = 30_000;

const CREDENTIAL_CODES: ReadonlySet<string> = new Set(["CREDENTIALS_REFUSED", "CREDENTIALS_UNAVAILABLE"]);

/**
 * Decides what follows from an outcome: pure, so that the whole table can be tested.
 * @param facts.ageMs - time since acceptance.
 */
export function nextStep(
  outcome: SendOutcome,
  facts: {
    readonly attempt: number;
    readonly ageMs: number;
    readonly limits: Limits;
    readonly idempotency: Idempotency;
    readonly sendAgainWhenUnknown: boolean;
    readonly random: number;
  },
): NextStep {
  switch (outcome.outcome) {
    case "received":
      return ended("received", undefined);
    case "refused":
      return ended("refused", outcome.code);
    case "try-again": {
      const pauseLane = outcome.scope === "channel";
      // Credentials can be mended: the message waits for a person, however often it was tried.
      if (facts.attempt >= facts.limits.maxAttempts)
        return CREDENTIAL_CODES.has(outcome.code)
          ? { ...ended("held", outcome.code), queue: "held" }
          : ended("refused", "ATTEMPTS_EXHAUSTED");
      return again(retryDelayMs(facts.limits, facts.attempt, outcome.retryAfterMs, facts.random), outcome.code, {
        pauseLane,
      });
    }
    case "unknown":
      return afterUnknown(outcome.code, facts);
  }
}

function afterUnknown(code: string, facts: Parameters<typeof nextStep>[1]): NextStep {
  const { idempotency, attempt, limits } = facts;
  if (attempt >= limits.maxAttempts) return ended("unknown", code);
  const delayMs = retryDelayMs(limits, attempt, undefined, facts.random);
  if (idempotency.mode === "key" && facts.ageMs + delayMs < idempotency.ttlSeconds * 1_000)
    return again(delayMs, code, {});
  if (idempotency.mode === "lookup") return again(delayMs, code, { lookup: true });
  if (facts.sendAgainWhenUnknown) return again(delayMs, code, { sendsAgain: true });
  return ended("unknown", code);
}

/** Nothing more is done here. */
export function ended(state: MessageState, code: string | undefined): NextStep {
  return { state, queue: "none", code, delayMs: 0, lookup: false, pauseLane: false, sendsAgain: false };
}

function again(
  delayMs: number,
  code: string,
  {
    lookup = false,
    pauseLane = false,
    sendsAgain = false,
  }: { lookup?: boolean; pauseLane?: boolean; sendsAgain?: boolean },
): NextStep {
  const queue = delayMs > LONGEST_WAIT_IN_MEMORY_MS && !pauseLane && !lookup ? "deferred" : "ready";
  return { state: "waiting", queue, code, delayMs, lookup, pauseLane, sendsAgain };
}

/** The provider went away during the attempt: the message waits until it is back. */
export const WAIT_FOR_PROVIDER: NextStep = again(0, "PROVIDER_UNAVAILABLE", {});
