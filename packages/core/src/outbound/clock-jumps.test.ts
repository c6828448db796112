import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { testStore } from "../__fixtures__/test-store.js";
import type { ProviderManifestInput } from "../spec/manifest/provider-manifest.js";
import type { SendOutcomeInput } from "../spec/outcome/send-outcome.js";

const START_MS = Date.parse("2026-11-21T12:00:00Z");
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const JUMPS = [10 * MINUTE_MS, -2 * DAY_MS] as const;

beforeEach(() => void vi.useFakeTimers({ now: START_MS }));
afterEach(() => void vi.useRealTimers());

/** Sets the wall clock; what counts seconds goes on as it did. */
const jump = (byMs: number): unknown => vi.setSystemTime(Date.now() + byMs);

/** A host whose provider says a list of outcomes, then takes everything; and when attempts were made, in milliseconds from the start. */
async function hostThat(outcomes: readonly SendOutcomeInput[], limits: ProviderManifestInput["limits"] = {}) {
  const left = [...outcomes];
  const startedMs = performance.now();
  const attemptsAtMs: number[] = [];
  const scripted = scriptedProvider({
    limits: { maxAttempts: 5, backoffBaseMs: 1_000, backoffMaxMs: 3_600_000, ...limits },
    send: () => {
      attemptsAtMs.push(performance.now() - startedMs);
      return Promise.resolve(left.shift() ?? received());
    },
  });
  const center = await startHost({ providers: [scripted.provider] });
  await activate(center);
  return { center, attemptsAtMs };
}

const again = (retryAfterMs: number, scope: "message" | "channel" = "message"): SendOutcomeInput => ({
  ...{ outcome: "try-again", code: "BUSY", party: "provider", retryAfterMs, scope },
});

describe.each(JUMPS)("the wall clock jumps by %i ms", (byMs) => {
  test.each([
    ["a short delay", 20_000, "message"],
    ["a delay that is waited for in the store", 120_000, "message"],
    ["the pause of a whole channel", 45_000, "channel"],
  ] as const)("%s is neither shorter nor longer", async (_, delayMs, scope) => {
    const { center, attemptsAtMs } = await hostThat([again(delayMs, scope)]);
    await center.send(text("a"));
    await vi.advanceTimersByTimeAsync(5_000);
    jump(byMs);
    await vi.advanceTimersByTimeAsync(delayMs * 1.05 + 1_000);
    expect(attemptsAtMs).toHaveLength(2);
    const waitedMs = (attemptsAtMs[1] ?? 0) - (attemptsAtMs[0] ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(delayMs);
    expect(waitedMs).toBeLessThanOrEqual(delayMs * 1.05 + 1_000);
  });

  test("and back: a delay is as long as it was", async () => {
    const { center, attemptsAtMs } = await hostThat([again(60_000)]);
    await center.send(text("a"));
    await vi.advanceTimersByTimeAsync(10_000);
    jump(byMs);
    await vi.advanceTimersByTimeAsync(10_000);
    jump(-byMs);
    await vi.advanceTimersByTimeAsync(45_000);
    expect(attemptsAtMs).toHaveLength(2);
    expect(attemptsAtMs[1]).toBeGreaterThanOrEqual(60_000);
  });

  test("a message lives as many seconds as its channel gives it", async () => {
    const { center } = await hostThat(
      Array.from({ length: 50 }, () => again(10_000)),
      {
        maxAttempts: 50,
        expireAfterSeconds: 120,
      },
    );
    const id = idOf(await center.send(text("a")));
    await vi.advanceTimersByTimeAsync(5_000);
    jump(byMs);
    await vi.advanceTimersByTimeAsync(95_000);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "waiting" });
    await vi.advanceTimersByTimeAsync(40_000);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "expired" });
  });
});

test("what must not leave before an instant leaves at that instant, by the clock on the wall", async () => {
  const { center, attemptsAtMs } = await hostThat([]);
  const notBeforeAt = (inMs: number): string => new Date(START_MS + inMs).toISOString();
  await center.send(text("soon", { notBeforeAt: notBeforeAt(20_000) }));
  await center.send(text("later", { notBeforeAt: notBeforeAt(5 * MINUTE_MS) }));
  await center.send(text("much later", { notBeforeAt: notBeforeAt(30 * MINUTE_MS) }));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(attemptsAtMs).toHaveLength(0);
  jump(10 * MINUTE_MS);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(attemptsAtMs).toHaveLength(2);
  jump(-10 * MINUTE_MS);
  await vi.advanceTimersByTimeAsync(25 * MINUTE_MS);
  expect(attemptsAtMs).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
  expect(attemptsAtMs).toHaveLength(3);
});

test("an instant of expiry is met by the clock on the wall", async () => {
  const { center } = await hostThat([again(10_000)]);
  const id = idOf(await center.send(text("a", { expiresAt: new Date(START_MS + 5 * MINUTE_MS).toISOString() })));
  await vi.advanceTimersByTimeAsync(1_000);
  jump(10 * MINUTE_MS);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await center.messages.status("acme", id)).toMatchObject({ state: "expired" });
});

test("a clock that was set forward by weeks forgets no delivery that may come again", async () => {
  const store = testStore();
  const prunedMs: number[] = [];
  const pruneInbound = store.pruneInbound.bind(store);
  store.pruneInbound = (beforeMs) => {
    prunedMs.push(beforeMs);
    return pruneInbound(beforeMs);
  };
  await startHost({ store });
  jump(30 * DAY_MS);
  await vi.advanceTimersByTimeAsync(2 * 3_600_000);
  expect(prunedMs.length).toBeGreaterThan(1);
  expect(Math.max(...prunedMs)).toBeLessThan(START_MS - DAY_MS);
});
