import { describe, expect, test } from "vitest";
import { limitsSchema } from "../spec/manifest/limits.js";
import type { Idempotency } from "../spec/manifest/idempotency.js";
import { type SendOutcome, sendOutcomeSchema } from "../spec/outcome/send-outcome.js";
import { nextStep } from "./next-step.js";
import { retryDelayMs } from "./retry-delay.js";

const limits = limitsSchema.parse({ maxAttempts: 3, backoffBaseMs: 1_000, backoffMaxMs: 600_000 });
const none: Idempotency = { mode: "none" };
const facts = {
  attempt: 1,
  ageMs: 0,
  limits,
  idempotency: none,
  sendAgainWhenUnknown: false,
  uncertain: false,
  leftMs: Number.POSITIVE_INFINITY,
  random: 1,
};
const tryAgain = (fields: object = {}): SendOutcome =>
  sendOutcomeSchema.parse({ outcome: "try-again", code: "BUSY", party: "provider", ...fields });
const unknown: SendOutcome = { outcome: "unknown", code: "LOST", party: "network" };

describe("a retry", () => {
  test.each([
    [
      "waits in memory for a short delay",
      { retryAfterMs: 20_000 },
      {},
      { queue: "ready", pauseLane: false, state: "waiting" },
    ],
    ["waits in the store for a long one", { retryAfterMs: 60_000 }, {}, { queue: "deferred", delayMs: 63_000 }],
    [
      "stays in the lane it pauses",
      { retryAfterMs: 60_000, scope: "channel" },
      {},
      { queue: "ready", pauseLane: true },
    ],
    [
      "stays in the lane in strict order",
      { retryAfterMs: 60_000 },
      { limits: { ...limits, order: "strict" } },
      { queue: "ready" },
    ],
    [
      "ends after the last attempt",
      {},
      { attempt: 3 },
      { queue: "none", state: "refused", code: "ATTEMPTS_EXHAUSTED" },
    ],
    [
      "follows a last attempt that ended because the host closed the channel",
      { code: "CHANNEL_CLOSING", party: "host" },
      { attempt: 3 },
      { queue: "ready", state: "waiting" },
    ],
    [
      "is held for a person when credentials are refused",
      { code: "CREDENTIALS_REFUSED" },
      { attempt: 3 },
      { queue: "held", state: "held" },
    ],
    [
      "ends as unknown when an attempt may have arrived",
      {},
      { attempt: 3, uncertain: true },
      { queue: "none", state: "unknown" },
    ],
    [
      "is given up at once when the provider wants none before the message has expired, and the channel waits all the same",
      { retryAfterMs: 3_600_000, scope: "channel" },
      { leftMs: 600_000 },
      { queue: "none", state: "expired", code: "BUSY", pauseLane: true, delayMs: 3_780_000 },
    ],
    [
      "that was the last leaves the channel waiting for as long as the provider asked",
      { retryAfterMs: 60_000, scope: "channel" },
      { attempt: 3 },
      { queue: "none", state: "refused", pauseLane: true, delayMs: 63_000 },
    ],
    [
      "that would come too late for a message that may have arrived leaves it unknown",
      { retryAfterMs: 3_600_000 },
      { leftMs: 600_000, uncertain: true },
      { queue: "none", state: "unknown" },
    ],
    [
      "by our own backoff is no reason to give up",
      {},
      { leftMs: 500 },
      { queue: "ready", state: "waiting", delayMs: 1_000 },
    ],
  ] as const)("%s", (_name, outcome, changes, expected) => {
    expect(nextStep(tryAgain(outcome), { ...facts, ...changes })).toMatchObject(expected);
  });
});

describe("an unknown outcome", () => {
  const key: Idempotency = { mode: "key", ttlSeconds: 60 };
  test.each([
    ["stays unknown without key or lookup", {}, { queue: "none", state: "unknown", lookup: false }],
    ["stays unknown in mode callback", { idempotency: { mode: "callback" } }, { queue: "none", state: "unknown" }],
    ["is sent again with its key", { idempotency: key }, { queue: "ready", state: "unknown", sendsAgain: false }],
    [
      "stays unknown when the key is forgotten",
      { idempotency: key, ageMs: 59_500 },
      { queue: "none", state: "unknown" },
    ],
    ["is looked up", { idempotency: { mode: "lookup" } }, { queue: "ready", lookup: true, state: "unknown" }],
    [
      "is looked up no more often than it may be tried",
      { idempotency: { mode: "lookup" }, attempt: 3 },
      { queue: "none" },
    ],
    ["is sent again where the account chose it", { sendAgainWhenUnknown: true }, { queue: "ready", sendsAgain: true }],
  ] as const)("%s", (_name, changes, expected) => {
    expect(nextStep(unknown, { ...facts, ...changes })).toMatchObject(expected);
  });
});

describe("the delay", () => {
  test.each([0, 0.5, 1])("is never shorter than what the provider asked, at most 5 %% longer (%d)", (random) => {
    const delayMs = retryDelayMs(limits, 1, 10_000, random);
    expect(delayMs).toBeGreaterThanOrEqual(10_000);
    expect(delayMs).toBeLessThanOrEqual(10_500);
  });

  test.each([600_001, 3_600_000, 86_400_000])(
    "is what the provider asked, however far the own backoff goes (%d)",
    (askedMs) => {
      expect(retryDelayMs(limits, 1, askedMs, 0)).toBe(askedMs);
    },
  );

  test.each([86_400_001, 1e12, Number.POSITIVE_INFINITY])(
    "believes no Retry-After of more than a day (%d)",
    (askedMs) => {
      expect(retryDelayMs(limits, 1, askedMs, 0)).toBe(600_000);
    },
  );

  test("doubles with each attempt, within its bounds, for any number of attempts", () => {
    const ceilings = [1, 2, 3, 4, 11, 500].map((attempt) => retryDelayMs(limits, attempt, undefined, 1));
    expect(ceilings).toEqual([1_000, 2_000, 4_000, 8_000, 600_000, 600_000]);
    expect(retryDelayMs(limits, 1, undefined, 0)).toBe(500);
  });
});
