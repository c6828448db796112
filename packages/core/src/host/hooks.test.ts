import { recordingLogger } from "@plugboard/provider-testkit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore } from "../__fixtures__/test-store.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { createContactCenter } from "./create-contact-center.js";
import type { HookPoint } from "./hook-runner.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());
const pass = (stepMs: number): Promise<unknown> => vi.advanceTimersByTimeAsync(stepMs);
const never = (): Promise<never> => new Promise(() => undefined);
const fail = (): never => {
  throw new Error("Zitronenfalter");
};

describe("the start of a host", () => {
  test("waits for its hooks, which run in their order, equal ones as they were added", async () => {
    const ran: string[] = [];
    const first = gate();
    const hook = (name: string) => () => void ran.push(name);
    const starting = startHost({
      beforeStart: (center) => {
        center.hook("host-started", hook("last"), { name: "last", order: 2 });
        center.hook("host-started", hook("second"), { name: "second" });
        center.hook("host-started", hook("third"), { name: "third" });
        center.hook("host-started", () => first.passed.then(hook("first")), { name: "first", order: -1 });
      },
    }).then(() => ran.push("started"));
    await settle();
    expect(ran).toEqual([]);
    first.open();
    await starting;
    expect(ran).toEqual(["first", "second", "third", "last", "started"]);
  });

  test("lets a hook be there before the channels open for what was accepted", async () => {
    const store = testStore();
    const before = await startHost({ store, providers: [scriptedProvider({ send: never }).provider] });
    await activate(before);
    await before.send(text("a"));
    await settle();
    const seen: string[] = [];
    await startHost({
      store: store.next(),
      providers: [scriptedProvider().provider],
      beforeStart: (center) => {
        center.hook("channel-opening", ({ channelId }) => void seen.push(channelId), { name: "watcher" });
      },
    });
    await settle();
    expect(seen).toEqual(["c1"]);
  });

  test.each([
    ["throws", fail, { hook: "mine" }],
    ["takes too long", never, { hook: "mine", timeoutMs: 100 }],
  ])("fails when a hook %s, and leaves nothing open", async (_how, hook, details) => {
    const store = testStore();
    const starting = createContactCenter({
      store,
      authority: { unchecked: "a test" },
      beforeStart: (center) => void center.hook("host-started", hook, { name: "mine", timeoutMs: 100 }),
    }).catch((error: unknown) => error);
    await pass(11_000);
    expect(await starting).toMatchObject({ code: "HOOK_FAILED", details });
    await startHost({ store: store.next() });
  });
});

describe("a host that closes", () => {
  test("accepts nothing more when its hooks run, waits for each, and then lets go of its channels", async () => {
    const ran: string[] = [];
    const scripted = scriptedProvider({ closing: () => Promise.resolve(void ran.push("plugin closed")) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await center.send(text("a"));
    await settle();
    const asked = gate();
    center.hook(
      "host-closing",
      async () => {
        ran.push(
          await center.send(text("b")).then(
            () => "accepted",
            (error: unknown) => (ContactCenterError.isInstance(error) ? error.code : "failed"),
          ),
        );
        await asked.passed;
      },
      { name: "asks" },
    );
    center.hook("host-closing", () => void ran.push("second"), { name: "second" });
    const closing = center.close();
    await settle();
    expect(ran).toEqual(["HOST_CLOSED"]);
    asked.open();
    await pass(11_000);
    await closing;
    expect(ran).toEqual(["HOST_CLOSED", "second", "plugin closed"]);
  });

  test.each<HookPoint>(["host-closing", "channel-closing"])(
    "is not kept open by a hook of %s that fails or never ends; the log names it, and not what it says",
    async (point) => {
      for (const [hook, fields] of [
        [never, { hook: "mine", timeoutMs: 100 }],
        [fail, { hook: "mine" }],
      ] as const) {
        const logger = recordingLogger();
        const scripted = scriptedProvider();
        const center = await startHost({ logger, providers: [scripted.provider] });
        await activate(center);
        await center.send(text("a"));
        await settle();
        center.hook(point, hook, { name: "mine", timeoutMs: 100 });
        let closed = false;
        void center.close({ graceMs: 0 }).then(() => (closed = true));
        await pass(700);
        expect([closed, scripted.closed]).toEqual([true, 1]);
        expect(logger.lines).toContainEqual(
          expect.objectContaining({
            level: "warn",
            fields: expect.objectContaining({ code: "HOOK_FAILED", ...fields }) as unknown,
          }),
        );
        expect(JSON.stringify(logger.lines)).not.toContain("Zitronenfalter");
      }
    },
  );

  test("a hook may take for ever where its limit is Infinity", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    await activate(center);
    const held = gate();
    center.hook("message-sending", () => held.passed, { name: "slow", timeoutMs: Number.POSITIVE_INFINITY });
    const sending = center.send(text("a"));
    await pass(60_000);
    held.open();
    expect(await sending).toMatchObject({ accepted: true });
  });

  test("a hook that was taken off does not run", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    await activate(center);
    await center.send(text("a"));
    await settle();
    const ran: string[] = [];
    const off = center.hook("channel-closing", () => void ran.push("off"), { name: "off" });
    center.hook("channel-closing", () => void ran.push("on"), { name: "on" });
    off();
    await center.channels.deactivate("acme", "c1", act);
    expect(ran).toEqual(["on"]);
  });
});
