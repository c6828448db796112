import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, instructionFor, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore } from "../__fixtures__/test-store.js";
import { recordingLogger } from "@plugboard/provider-testkit";
import { StoreError } from "../spec/errors/store-error.js";
import type { ContactCenter } from "./contact-center.js";
import { createContactCenter } from "./create-contact-center.js";
import type { HookPoints } from "./hook-runner.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());
const pass = (stepMs: number): Promise<unknown> => vi.advanceTimersByTimeAsync(stepMs);

describe("a store that another host uses", () => {
  test("is refused, and the first host goes on with it alone", async () => {
    const store = testStore();
    const first = scriptedProvider();
    const center = await startHost({ store, providers: [first.provider] });
    await activate(center);
    await expect(startHost({ store, providers: [scriptedProvider().provider] })).rejects.toMatchObject({
      code: "STORE_LOCKED",
      details: { processId: process.pid },
    });
    const id = idOf(await center.send(text("a")));
    expect(await center.messages.settled("acme", id)).toMatchObject({ state: "received" });
  });

  test("is free again when that host has closed, or did not start", async () => {
    const store = testStore();
    const { open } = store;
    store.open = () => Promise.reject(new StoreError("STORE_UNAVAILABLE"));
    await expect(startHost({ store })).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    store.open = open;
    await (await startHost({ store })).close();
    await expect(startHost({ store })).resolves.toBeDefined();
  });
});

describe("a store that takes time to begin", () => {
  test("is told that a host is about to open it, once, before it is opened", async () => {
    const told: string[] = [];
    const inner = testStore();
    const store = {
      ...inner,
      warm: () => void told.push("warm"),
      open: () => {
        told.push("open");
        return inner.open();
      },
    };
    await startHost({ store });
    expect(told).toEqual(["warm", "open"]);
  });

  const store = testStore();
  const { expiredMessages: _missing, ...older } = store;
  const authority = { unchecked: "a test" };
  test.each([
    ["no options", undefined, /expected object/],
    ["options that are none", null, /expected object/],
    ["no store", { authority }, /store: /],
    ["a store that is none", { store: { warm: "yes" }, authority }, /store: .*commit/],
    ["a store of an older version", { store: older, authority }, /store: expected methods: expiredMessages$/],
    ["a provider instead of providers", { store, authority, providers: {} }, /providers: /],
    ["an option that is misspelt", { store, authority, provider: [] }, /^provider: there is no such option$/],
    ["a clock that is none", { store, authority, clock: Date }, /^$/],
    ["a clock that says nothing", { store, authority, clock: {} }, /clock: expected methods: now/],
    ["a vault that gives nothing", { store, authority, secrets: {} }, /secrets: /],
    ["a log that is a function", { store, authority, logger: () => undefined }, /logger: /],
    ["something to do that is no function", { store, authority, beforeStart: [] }, /beforeStart: /],
  ])("with %s the host says what is wrong with its options", async (_what, options, issue) => {
    const starting = createContactCenter(options as never);
    if (issue.source === "^$") {
      await (await starting).close();
      return;
    }
    await expect(starting).rejects.toMatchObject({ code: "OPTION_INVALID" });
    const { details } = (await starting.catch((error: unknown) => error)) as { details: { issues: string[] } };
    expect(details.issues.join("; ")).toMatch(issue);
  });
});

describe("closing", () => {
  test("waits for transfers under way within the grace, and keeps their receipts", async () => {
    const answer = gate();
    const store = testStore();
    const scripted = scriptedProvider({ send: () => answer.passed.then(() => received("p1")) });
    const center = await startHost({ store, providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    let closed = false;
    const closing = center.close({ graceMs: 5_000 }).then(() => (closed = true));
    await pass(2_000);
    expect(closed).toBe(false);
    answer.open();
    await settle();
    await closing;
    expect(await store.message("acme", id)).toMatchObject({ state: "received", providerMessageId: "p1" });
    expect(scripted.closed).toBe(1);
  });

  test("does not wait longer than the grace for a plugin that hangs in everything", async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const logger = recordingLogger();
    const scripted = scriptedProvider({ idempotency: { mode: "none" }, send: never, closing: never });
    const store = testStore();
    const center = await startHost({ store, logger, providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    let closed = false;
    void center.close({ graceMs: 1_000 }).then(() => (closed = true));
    await pass(1_000 + 5_000 + 600);
    expect(closed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    expect(await store.message("acme", id)).toMatchObject({ state: "transferring", queue: "ready" });
    expect(logger.lines.filter(({ level }) => level === "warn").length).toBeGreaterThan(0);
  });

  test("waits as long as it takes where the grace is Infinity", async () => {
    const answer = gate();
    const center = await startHost({
      providers: [scriptedProvider({ send: () => answer.passed.then(() => received()) }).provider],
    });
    await activate(center);
    await center.send(text("a"));
    await settle();
    let closed = false;
    const closing = center.close({ graceMs: Number.POSITIVE_INFINITY }).then(() => (closed = true));
    await pass(5_000);
    expect(closed).toBe(false);
    answer.open();
    await closing;
  });

  test.each([
    ["its transfer hangs", {}],
    ["it waits for its time", { notBeforeAt: "2030-01-01T00:00:00Z" }],
  ])("whoever waits for a message's end is told HOST_CLOSED, also when %s", async (_why, changes) => {
    const scripted = scriptedProvider({ send: () => new Promise(() => undefined) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a", changes)));
    const settled = Promise.all([1, 2].map(() => center.messages.settled("acme", id).catch((error: unknown) => error)));
    await settle();
    void center.close({ graceMs: 0 });
    await pass(10_000);
    expect(await settled).toMatchObject([{ code: "HOST_CLOSED" }, { code: "HOST_CLOSED" }]);
    await expect(center.messages.settled("acme", id)).rejects.toMatchObject({ code: "HOST_CLOSED" });
  });

  test("a store that takes nothing more does not keep the host from closing", async () => {
    const store = testStore();
    const center = await startHost({ store, providers: [scriptedProvider().provider] });
    await activate(center);
    store.fate = () => "fail";
    await expect(center.send(text("a"))).rejects.toThrow();
    let closed = false;
    void center.close({ graceMs: 0 }).then(() => (closed = true));
    await pass(20_000);
    expect([closed, vi.getTimerCount()]).toEqual([true, 0]);
  });

  test("twice is once", async () => {
    const scripted = scriptedProvider();
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await center.send(text("a"));
    await settle();
    await Promise.all([center.close(), center.close()]);
    await center.close();
    expect(scripted.closed).toBe(1);
  });

  test("afterwards calls fail with HOST_CLOSED and nothing is kept", async () => {
    const store = testStore();
    const scripted = scriptedProvider({ probe: () => Promise.resolve({ state: "operational", certainty: 1 }) });
    const center = await startHost({ store, providers: [scripted.provider] });
    await activate(center);
    const later = instructionFor(center, { channelId: "c2" });
    await center.close();
    const groups = store.groups.length;
    await expect(center.send(text("a"))).rejects.toMatchObject({ code: "HOST_CLOSED" });
    await expect(center.channels.probe("acme", "c1")).rejects.toMatchObject({ code: "HOST_CLOSED" });
    expect(scripted.opened).toBe(0);
    await expect(center.channels.activate(later)).rejects.toMatchObject({ code: "HOST_CLOSED" });
    await expect(center.accounts.block({ accountId: "acme", act, reason: "r" })).rejects.toMatchObject({
      code: "HOST_CLOSED",
    });
    expect(store.groups).toHaveLength(groups);
  });
});

describe("hooks", () => {
  test("run in their order, one after the other, and may refuse by a code", async () => {
    const ran: string[] = [];
    const scripted = scriptedProvider();
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const later = { name: "later", order: 2 };
    const refusing = center.hook("message-sending", () => (ran.push("refusing"), { refuse: "QUIET_HOURS" }), later);
    const first = async (): Promise<void> => {
      await Promise.resolve();
      ran.push("first");
    };
    center.hook("message-sending", first, { name: "first", order: 1 });
    center.hook("message-sending", () => void ran.push("never"), { name: "never", order: 3 });
    expect(await center.send(text("a"))).toMatchObject({
      accepted: false,
      refusal: { code: "HOOK_REFUSED", details: { hook: "later", hookCode: "QUIET_HOURS" } },
    });
    expect(ran).toEqual(["first", "refusing"]);
    refusing();
    expect(await center.send(text("a"))).toMatchObject({ accepted: true });
    expect(ran).toEqual(["first", "refusing", "first", "never"]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
    ["rejects", () => Promise.reject(new Error("no"))],
    ["takes too long", () => new Promise<void>(() => undefined)],
    ["refuses by something that is no code", () => ({ refuse: true }) as never],
    ["refuses later by something that is no code", () => Promise.resolve({ refuse: { code: "QUIET_HOURS" } } as never)],
    [
      "answers what cannot be read",
      () =>
        Object.defineProperty({}, "refuse", {
          get: () => {
            throw new Error("no");
          },
        }) as never,
    ],
  ])(
    "one that %s stops the step with HOOK_FAILED: nothing is accepted",
    async (_name, hook: () => void | Promise<void>) => {
      const scripted = scriptedProvider();
      const center = await startHost({ providers: [scripted.provider] });
      await activate(center);
      center.hook("message-sending", hook, { name: "mine", timeoutMs: 100 });
      const sending = center.send(text("a")).catch((error: unknown) => error);
      await pass(150);
      expect(await sending).toMatchObject({ code: "HOOK_FAILED", details: { hook: "mine" } });
      await pass(60_000);
      expect(scripted.seen).toEqual([]);
    },
  );

  test.each([
    [
      "its content",
      ({ message }: HookPoints["message-sending"]) => Object.assign(message.content, { text: "changed" }),
    ],
    ["its channel", ({ message }: HookPoints["message-sending"]) => Object.assign(message, { channelId: "other" })],
  ])(
    "cannot change the message: one that tries to change %s fails, and nothing is sent (R8)",
    async (_what, change) => {
      const scripted = scriptedProvider();
      const center = await startHost({ providers: [scripted.provider] });
      await activate(center);
      center.hook("message-sending", (context) => void change(context), { name: "m" });
      await expect(center.send(text("original"))).rejects.toMatchObject({
        code: "HOOK_FAILED",
        details: { hook: "m" },
      });
      await settle();
      expect(scripted.seen).toEqual([]);
    },
  );

  test("of a channel's life see it open and close, and one that refuses to open keeps it closed", async () => {
    const ran: string[] = [];
    const scripted = scriptedProvider({ limits: { maxAttempts: 1 } });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    for (const point of ["channel-opening", "channel-opened", "channel-closing"] as const)
      center.hook(point, () => void ran.push(point), { name: point });
    await center.send(text("a"));
    await settle();
    await center.channels.deactivate("acme", "c1", act);
    expect(ran).toEqual(["channel-opening", "channel-opened", "channel-closing"]);
    await activate(center, { channelId: "c2" });
    center.hook(
      "channel-opening",
      () => {
        throw new Error("no");
      },
      { name: "no" },
    );
    const id = idOf(await center.send(text("a", { channelId: "c2" })));
    await pass(60_000);
    expect((await center.messages.status("acme", id)).state).toBe("refused");
  });
});

describe("listeners", () => {
  test("one that throws or rejects hurts nobody: not the host, not the others", async () => {
    const logger = recordingLogger();
    const heard: string[] = [];
    const scripted = scriptedProvider();
    const center = await startHost({ logger, providers: [scripted.provider] });
    await activate(center);
    center.on("message-accepted", () => {
      throw new Error("Zitronenfalter");
    });
    const rejecting: () => unknown = () => Promise.reject(new Error("Zitronenfalter"));
    center.on("message-accepted", rejecting);
    const off = center.on("message-accepted", ({ messageId }) => heard.push(messageId));
    const id = idOf(await center.send(text("a")));
    await settle();
    expect([heard, scripted.seen.length]).toEqual([[id], 1]);
    expect(logger.lines.filter(({ message }) => message === "an event listener failed")).toHaveLength(2);
    expect(JSON.stringify(logger.lines)).not.toContain("Zitronenfalter");
    off();
    await center.send(text("b"));
    expect(heard).toEqual([id]);
  });
});

test.each([
  [
    "throws",
    () => {
      throw new Error("the stream is closed");
    },
  ],
  ["rejects", () => Promise.reject(new Error("the stream is closed")) as never],
])("a logger that %s costs its lines and nothing else", async (_how, write) => {
  const logger = { debug: write, info: write, warn: write, error: write };
  const scripted = scriptedProvider({ closing: () => Promise.reject(new Error("no")) });
  const center = await startHost({ logger, providers: [scripted.provider] });
  await activate(center);
  const heard: string[] = [];
  center.on("message-accepted", () => {
    throw new Error("a listener's");
  });
  center.on("message-accepted", ({ messageId }) => heard.push(messageId));
  const id = idOf(await center.send(text("a")));
  await settle();
  expect(heard).toEqual([id]);
  expect(await center.messages.status("acme", id)).toMatchObject({ state: "received" });
  // A plugin that fails to close is logged, too.
  await expect(center.close()).resolves.toBeUndefined();
});

describe("an event that one listener changes", () => {
  const spoil = (value: object): void => {
    for (const key of Object.keys(value)) Reflect.set(value, key, "spoilt");
    for (const part of Object.values(value)) if (typeof part === "object" && part !== null) spoil(part as object);
  };

  test("is the same for the next one, and for the host", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    await activate(center);
    const heard: unknown[] = [];
    for (const name of ["message-accepted", "message-refused", "transfer-closed", "provider-disabled"] as const) {
      center.on(name, spoil);
      center.on(name, (event) => heard.push(structuredClone(event)));
    }
    await center.send(text("a"));
    await settle();
    await center.providers.disable("scripted", act);
    const refused = await center.send(text("b"));
    expect(JSON.stringify(heard)).not.toContain("spoilt");
    expect(heard).toHaveLength(4);
    // The channel's standing refusal, which every message gets.
    expect(JSON.stringify([refused, await center.send(text("c"))])).not.toContain("spoilt");
  });
});

test("what a listener changes of a refusal is not what the next message is refused with", async () => {
  const center = await startHost({ providers: [scriptedProvider().provider] });
  await activate(center);
  await center.providers.disable("scripted", act);
  center.on("message-refused", ({ refusal }) => {
    Reflect.set(refusal, "code", "spoilt");
    Reflect.set(refusal.details, "providerId", "spoilt");
  });
  await center.send(text("a"));
  expect(JSON.stringify(await center.send(text("b")))).not.toContain("spoilt");
});

test("two hosts in one process share nothing", async () => {
  const [one, other] = await Promise.all(
    ["one", "other"].map(async (name) => {
      const scripted = scriptedProvider();
      const center = await startHost({ providers: [scripted.provider] });
      const heard: string[] = [];
      center.on("message-accepted", () => heard.push(name));
      await activate(center);
      return { scripted, center, heard };
    }),
  );
  if (one === undefined || other === undefined) throw new Error("two hosts");
  await one.center.accounts.block({ accountId: "acme", act, reason: "a complaint" });
  expect(await other.center.send(text("a"))).toMatchObject({ accepted: true });
  await settle();
  expect([one.scripted.seen.length, other.scripted.seen.length, one.heard.length, other.heard.length]).toEqual([
    0, 1, 0, 1,
  ]);
  await one.center.close();
  expect(await other.center.send(text("b"))).toMatchObject({ accepted: true });
});

describe("another account (R22)", () => {
  const calls: Record<string, (center: ContactCenter, messageId: string) => unknown> = {
    send: (center) => center.send(text("a", { accountId: "other" })),
    "messages.status": (center, id) => center.messages.status("other", id),
    "messages.settled": (center, id) => center.messages.settled("other", id),
    "messages.cancel": (center, id) => center.messages.cancel("other", id, act),
    "messages.release": (center) => center.messages.release("other", "c1", act),
    "channels.document": (center) => center.channels.document("other", "c1"),
    "channels.acceptTerms": (center) => center.channels.acceptTerms("other", "c1", act),
    "channels.deactivate": (center) => center.channels.deactivate("other", "c1", act),
    "channels.probe": (center) => center.channels.probe("other", "c1"),
    "availability.channel": async (center) => center.availability.channel("other", "c1"),
    replay: (center) => center.replay("other", "raw_1"),
  };
  test.each(Object.keys(calls))("gets from %s what it would get for an id that does not exist", async (name) => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    await activate(center);
    const id = idOf(await center.send(text("a", { notBeforeAt: "2026-11-22T00:00:00Z" })));
    await expect(calls[name]?.(center, id)).rejects.toMatchObject({
      code: expect.stringMatching(/^(CHANNEL|MESSAGE|INBOUND)_UNKNOWN$/),
    });
    expect((await center.messages.status("acme", id)).state).toBe("accepted");
  });

  test("sees none of its lists, and a list of nobody is nobody's", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    await activate(center);
    await center.send(text("a"));
    await settle();
    const lists = async (accountId: string) => [
      center.channels.list(accountId),
      await center.messages.list({ accountId }),
      await center.ledger.entries({ accountId }),
      await center.ledger.audit({ accountId }),
    ];
    expect((await lists("acme")).map((list) => list.length > 0)).toEqual([true, true, true, true]);
    expect(await lists("other")).toEqual([[], [], [], []]);
    await expect(center.ledger.entries({ accountId: undefined as never })).rejects.toMatchObject({
      code: "OPTION_INVALID",
    });
    await expect(center.ledger.audit({ accountId: undefined as never })).rejects.toMatchObject({
      code: "OPTION_INVALID",
    });
    await expect(center.messages.list({ accountId: undefined as never })).rejects.toMatchObject({
      code: "OPTION_INVALID",
    });
  });

  test("may use the same idempotency key for its own message", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    await activate(center);
    await activate(center, { accountId: "other", channelId: "c2" });
    const mine = await center.send(text("a", { idempotencyKey: "k" }));
    const theirs = await center.send(text("b", { accountId: "other", channelId: "c2", idempotencyKey: "k" }));
    expect(theirs).toMatchObject({ accepted: true, duplicate: false });
    expect(idOf(mine)).not.toBe(idOf(theirs));
  });
});
