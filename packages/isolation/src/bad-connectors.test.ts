import { fakeConnection, fakeTransfer } from "@plugboard/provider-testkit";
import type { ProviderInstanceV1 } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { isolateHostile } from "./__fixtures__/isolate.js";

const attempt = async (instance: ProviderInstanceV1, text: string): Promise<unknown> =>
  instance.outboundMessages?.doSend(
    fakeTransfer({
      recipients: [{ address: { kind: "phone", value: "+4930123456" } }],
      content: { type: "text", text },
    }),
  );

async function open(options: Parameters<typeof isolateHostile>[0] = {}) {
  const isolated = await isolateHostile(options);
  const { provider } = isolated;
  const instance = await provider.open(fakeConnection(provider, { settings: {}, credentials: {} }));
  return { ...isolated, instance };
}

const failureOf = (pending: Promise<unknown>) =>
  pending.then(
    () => undefined,
    (error: unknown) => error as { code?: string; name: string; details?: Record<string, unknown> },
  );

describe("a bad connector ends, and the host is told why", () => {
  test.each([
    ["loop without end", "busy-too-long"],
    ["exit", "exit"],
    ["abort", "killed"],
    ["crash later", "exit"],
    ["leak the heap", "killed"],
    ["leak buffers", "memory"],
    ["ask without end", "flood"],
  ])(
    "%s",
    async (wish, reason) => {
      const { instance, stops } = await open({
        limits: { memoryMb: 64, busyTimeoutMs: 1_500, maxAskedPerSecond: 500 },
      });
      expect(await failureOf(attempt(instance, wish))).toMatchObject({ code: "PLUGIN_STOPPED" });
      const [stopped] = stops;
      // A process of its own namespace that aborts is an exit of the one around it; a full heap may be busy collecting for too long first.
      const alike: Readonly<Record<string, readonly string[]>> = {
        killed: ["killed", "exit", "busy-too-long", "memory"],
      };
      expect(alike[reason] ?? [reason]).toContain(stopped?.reason);
      expect(stops).toHaveLength(1);
    },
    30_000,
  );

  test("one that logs a million lines goes on: those beyond its rate are dropped and counted", async () => {
    const { provider, stops } = await isolateHostile({ limits: { maxLogLinesPerSecond: 50 } });
    const lines = { info: 0, dropped: 0 };
    const none = () => undefined;
    const logger = {
      ...{ debug: none, error: none },
      info: () => void (lines.info += 1),
      warn: (_message: string, fields?: Readonly<Record<string, unknown>>) =>
        void (lines.dropped += Number(fields?.["lines"])),
    };
    const instance = await provider.open(fakeConnection(provider, { settings: {}, credentials: {}, logger }));
    expect(await failureOf(attempt(instance, "log a million lines"))).toMatchObject({ name: "TypeError" });
    await expect.poll(() => lines.info + lines.dropped, { timeout: 10_000 }).toBe(1_000_000);
    expect(lines.info).toBeLessThan(5_000);
    expect(stops).toEqual([]);
  }, 30_000);

  test("throwing nothing at all is a failure without a code", async () => {
    const { instance, stops } = await open();
    expect(await failureOf(attempt(instance, "throw nothing"))).toMatchObject({ name: "unknown" });
    expect(stops).toEqual([]);
  });
});

test("a host that is held up itself, longer than a connector may be, ends none", async () => {
  const holdUp = () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  const { instance, stops } = await open({ limits: { busyTimeoutMs: 250 }, onStarted: holdUp });
  expect(await attempt(instance, "greet")).toMatchObject({ providerMessageId: "hello" });
  expect(stops).toEqual([]);
});

describe("after it ended", () => {
  test("it is not started before its wait is over, then its channels go on", async () => {
    let nowMs = 1_000_000;
    const { instance, stops } = await open({ now: () => nowMs });
    await failureOf(attempt(instance, "exit"));
    expect(await failureOf(attempt(instance, "greet"))).toMatchObject({
      code: "PLUGIN_STOPPED",
      details: { startsAtMs: 1_000_250 },
    });
    nowMs += 250;
    expect(await attempt(instance, "greet")).toMatchObject({ providerMessageId: "hello" });
    expect(stops).toHaveLength(1);
  });

  test("each failure in a row doubles the wait, and the last one holds it off", async () => {
    let nowMs = 0;
    const { instance, stops } = await open({ limits: { maxFailures: 3 }, now: () => nowMs });
    for (let round = 0; round < 3; round += 1) {
      await failureOf(attempt(instance, "exit"));
      nowMs = stops.at(-1)?.startsAtMs ?? 0;
    }
    const waits = stops.map(({ startsAtMs }, index) => startsAtMs - (stops[index - 1]?.startsAtMs ?? 0));
    expect(waits).toEqual([250, 500, 300_000]);
    expect(stops.map(({ isHeldOff }) => isHeldOff)).toEqual([false, false, true]);
  });
});
