import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { LearnedRate } from "./learned-rate.js";

/** A provider that takes so many a second; what is asked at the rate the bucket allows. */
function run(rate: LearnedRate, perSecond: number, seconds: number) {
  let [taken, throttled, second, inSecond] = [0, 0, -1, 0];
  for (let nowMs = 0; nowMs < seconds * 1_000; nowMs += 1) {
    if (rate.take(nowMs) > 0) continue;
    if (Math.floor(nowMs / 1_000) !== second) [second, inSecond] = [Math.floor(nowMs / 1_000), 0];
    inSecond += 1;
    if (inSecond > perSecond) {
      throttled += 1;
      rate.throttled(nowMs);
    } else {
      taken += 1;
      rate.received(nowMs);
    }
  }
  return { taken, throttled };
}

describe("a learned rate", () => {
  test("stays near what the provider takes: most of it is used, few are turned away", () => {
    const { taken, throttled } = run(new LearnedRate(), 20, 120);
    expect(taken).toBeGreaterThan(20 * 120 * 0.7);
    expect(throttled / taken).toBeLessThan(0.05);
  });

  test("asks for no more than the provider says is left, until it counts anew, and forgets it then", () => {
    const rate = new LearnedRate();
    rate.told({ remaining: 2, resetInMs: 5_000 }, 1_000);
    expect([rate.take(1_000), rate.take(1_100), rate.take(1_200)]).toEqual([0, 0, 4_800]);
    // The answer to an earlier one comes late, with more left than there is.
    rate.told({ remaining: 1, resetInMs: 4_700 }, 1_300);
    expect(rate.take(1_300)).toBe(4_700);
    expect(rate.take(6_000)).toBe(0);
    expect(rate.isLimiting).toBe(false);
  });

  test("keeps to both, what is left and what was learned", () => {
    const rate = new LearnedRate();
    for (let at = 0; at < 100; at += 1) rate.received(at);
    rate.throttled(100);
    rate.told({ remaining: 1, resetInMs: 10_000 }, 100);
    expect(rate.take(100)).toBeGreaterThan(0);
    expect([rate.take(1_100), rate.take(1_200)]).toEqual([0, 8_900]);
    rate.told({ remaining: 50, resetInMs: 60_000 }, 10_100);
    expect(rate.take(10_200)).toBe(0);
  });

  test("limits nothing before the first answer that says too many", () => {
    const rate = new LearnedRate();
    for (let at = 0; at < 1_000; at += 1) {
      rate.received(at);
      expect(rate.take(at)).toBe(0);
    }
    expect(rate.isLimiting).toBe(false);
  });

  test("is cut once for a burst, never to nothing, and forgotten after ten quiet minutes", () => {
    const rate = new LearnedRate();
    for (let at = 0; at < 100; at += 1) rate.received(at);
    for (let at = 100; at < 120; at += 1) rate.throttled(at);
    expect(rate.perSecond).toBe(80);
    for (let at = 10_000; at < 60_000; at += 1_001) rate.throttled(at);
    expect(rate.perSecond).toBe(0.5);
    rate.received(60_000 + 599_000);
    expect(rate.isLimiting).toBe(true);
    rate.received(60_000 + 600_000);
    expect([rate.isLimiting, rate.take(700_000)]).toEqual([false, 0]);
  });

  test("asks once when the wait is over that the provider named, and keeps to the rate behind that", () => {
    const rate = new LearnedRate();
    rate.throttled(0, { waitIsNamed: true });
    expect([rate.take(1_000), rate.take(1_001)]).toEqual([0, 1_899]);
  });

  test("a clock that jumps back stops nothing for long", () => {
    const rate = new LearnedRate();
    for (let at = 0; at < 50; at += 1) rate.received(1_000_000 + at);
    rate.throttled(1_000_100);
    expect(rate.take(500_000)).toBeLessThanOrEqual(100);
    expect(rate.take(500_200)).toBe(0);
  });
});

describe("a lane whose provider says too many", () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
  afterEach(() => void vi.useRealTimers());

  test("waits as long as the provider asks and no longer", async () => {
    const limited = { outcome: "try-again", code: "RATE_LIMITED", party: "account", scope: "channel" } as const;
    const scripted = scriptedProvider({
      send: () => Promise.resolve(scripted.seen.length === 1 ? { ...limited, retryAfterMs: 1_000 } : received()),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await center.send(text("a"));
    await vi.advanceTimersByTimeAsync(995);
    expect(scripted.seen).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(105);
    expect(scripted.seen).toHaveLength(2);
  });

  test("slows down instead of failing messages, and no other channel slows with it", async () => {
    let [second, inSecond, asked] = [0, 0, 0];
    const send = () => {
      asked += 1;
      if (Math.floor(Date.now() / 1_000) !== second) [second, inSecond] = [Math.floor(Date.now() / 1_000), 0];
      inSecond += 1;
      if (inSecond <= 5) return Promise.resolve(received());
      return Promise.resolve({
        outcome: "try-again",
        code: "RATE_LIMITED",
        party: "account",
        scope: "channel",
        retryAfterMs: 500,
      });
    };
    const limits = { maxAttempts: 6, concurrency: 16, backoffBaseMs: 100 };
    const slow = scriptedProvider({ send, limits });
    const quick = scriptedProvider({ id: "quick" });
    const center = await startHost({ providers: [slow.provider, quick.provider] });
    await activate(center);
    await activate(center, { channelId: "c2", providerId: "quick" });
    const ids: string[] = [];
    for (let number = 0; number < 100; number += 1) ids.push(idOf(await center.send(text(String(number)))));
    await vi.advanceTimersByTimeAsync(2_000);
    const other = idOf(await center.send(text("other", { channelId: "c2" })));
    await settle();
    expect((await center.messages.status("acme", other)).state).toBe("received");
    await vi.advanceTimersByTimeAsync(90_000);
    await settle();
    const states = await Promise.all(ids.map(async (id) => (await center.messages.status("acme", id)).state));
    expect(states.filter((state) => state !== "received")).toEqual([]);
    expect(asked).toBeLessThan(200);
  });
});
