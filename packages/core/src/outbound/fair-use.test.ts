import { RateLimiterMemory } from "rate-limiter-flexible";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore } from "../__fixtures__/test-store.js";
import type { ContactCenterOptions } from "../host/contact-center-options.js";
import type { FairUsePlans } from "../policy/fair-use-policy.js";
import { rateLimiterCounter } from "../ports/rate-limiter-counter.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const HOUR = 3_600;
const plansOf = (...limits: FairUsePlans["plans"][string]["limits"]): FairUsePlans => ({
  plans: { small: { limits }, large: { limits: [{ per: "account", messages: 1_000, windowSeconds: HOUR }] } },
  defaultPlan: "small",
});

async function openHost(fairUse: FairUsePlans, options: Partial<ContactCenterOptions> = {}) {
  const { provider } = scriptedProvider({ content: { maxRecipients: 10 } });
  const center = await startHost({ fairUse, providers: [provider], ...options });
  for (const channelId of ["c1", "c2"])
    if (!center.channels.list("acme").some((one) => one.channelId === channelId)) await activate(center, { channelId });
  await settle();
  const send = async (times: number, changes = {}) => {
    const results = await Promise.all(Array.from({ length: times }, () => center.send(text("a", changes))));
    return results.filter(({ accepted }) => accepted).length;
  };
  return { center, send };
}

describe("a limit of a plan", () => {
  test("lets through exactly as many as it says, also when 200 come at once, and says who limits and until when", async () => {
    const { center, send } = await openHost(plansOf({ per: "account", messages: 37, windowSeconds: HOUR }));
    expect(await send(200)).toBe(37);
    expect(await center.send(text("a"))).toMatchObject({
      refusal: {
        code: "FAIR_USE_EXCEEDED",
        rule: "R19",
        details: { limitedBy: "host", plan: "small", per: "account", messages: 37, until: "2026-11-21T13:00:00.001Z" },
      },
    });
    vi.setSystemTime("2026-11-21T12:59:59.999Z");
    expect(await send(1)).toBe(0);
    vi.setSystemTime("2026-11-21T13:00:00.001Z");
    expect(await send(200)).toBe(37);
  });

  test("is for each account, channel or provider as it says; a message without room in one counts in none", async () => {
    const perChannel = { per: "channel", messages: 3, windowSeconds: HOUR } as const;
    const perAccount = { per: "account", messages: 5, windowSeconds: 10 * HOUR } as const;
    const { center, send } = await openHost(plansOf(perAccount, perChannel));
    await activate(center, { accountId: "rival", channelId: "r1" });
    expect([await send(9), await send(9, { channelId: "c2" })]).toEqual([3, 2]);
    expect(await send(9, { accountId: "rival", channelId: "r1" })).toBe(3);
    vi.setSystemTime("2026-11-21T13:00:00.001Z");
    expect(await send(1)).toBe(0);
    expect(center.accounts.usage("acme")).toMatchObject({
      plan: "small",
      limits: expect.arrayContaining([
        expect.objectContaining({ per: "account", used: 5, messages: 5 }),
        expect.objectContaining({ per: "channel", id: "c1", used: 0, messages: 3 }),
      ]),
    });
  });

  test("counts everyone a message goes to: with many recipients nobody gets further than with many messages", async () => {
    const people = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        address: { kind: "phone", value: `+49301234${String(index).padStart(3, "0")}` } as const,
      }));
    const { center, send } = await openHost(plansOf({ per: "account", messages: 10, windowSeconds: HOUR }));
    const used = () => center.accounts.usage("acme").limits[0]?.used;
    expect([await send(1, { recipients: people(7) }), used()]).toEqual([1, 7]);
    expect(await center.send(text("a", { recipients: people(4) }))).toMatchObject({
      refusal: { code: "FAIR_USE_EXCEEDED", details: { messages: 10, recipients: 4 } },
    });
    expect([await send(1, { recipients: people(3) }), await send(1), used()]).toEqual([1, 0, 10]);
    center.hook("message-sending", () => ({ refuse: "NO" }), { name: "no" });
    vi.setSystemTime("2026-11-21T14:00:00Z");
    expect([await send(1, { recipients: people(7) }), used()]).toEqual([0, 0]);
  });

  test("of several without room is named that has room last: at that instant a message passes, and not before", async () => {
    const minute = { per: "account", messages: 1, windowSeconds: 60 } as const;
    const { center, send } = await openHost(
      plansOf(minute, { per: "channel", messages: 1, windowSeconds: HOUR }, { ...minute, windowSeconds: 600 }),
    );
    vi.setSystemTime("2026-11-21T12:30:00Z");
    expect(await send(1)).toBe(1);
    const until = "2026-11-21T13:30:00.000Z";
    expect(await center.send(text("a"))).toMatchObject({ refusal: { details: { per: "channel", until } } });
    vi.setSystemTime(Date.parse(until) - 1);
    expect(await send(1)).toBe(0);
    vi.setSystemTime(until);
    expect(await send(1)).toBe(1);
  });

  test("does not count what was not accepted: refused by another gate or a hook, or sent again with its key", async () => {
    const { center, send } = await openHost(plansOf({ per: "account", messages: 3, windowSeconds: HOUR }));
    const off = center.hook("message-sending", () => ({ refuse: "NO" }), { name: "no" });
    expect(await send(5)).toBe(0);
    off();
    for (const fail of [
      () => {
        throw new Error("now");
      },
      () => Promise.reject(new Error("later")),
    ]) {
      const offFailing = center.hook("message-sending", fail, { name: "fails" });
      for (let time = 0; time < 3; time += 1) await expect(center.send(text("a"))).rejects.toThrow("HOOK_FAILED");
      offFailing();
    }
    await center.send({ ...text("a"), content: { type: "location", latitude: 1, longitude: 1 } } as never);
    for (let time = 0; time < 5; time += 1) expect(await send(1, { idempotencyKey: "once" })).toBe(1);
    expect(await send(9)).toBe(2);
  });

  test("lets a message that filled it be sent again with its key: it was accepted, and counts once", async () => {
    const store = testStore();
    const plans = plansOf({ per: "account", messages: 1, windowSeconds: HOUR });
    const { center } = await openHost(plans, { store });
    const first = await center.send(text("a", { idempotencyKey: "once" }));
    const again = await openHost(plans, { store: store.next() });
    for (const result of [
      await again.center.send(text("a", { idempotencyKey: "once" })),
      await again.center.send(text("a", { idempotencyKey: "once" })),
    ])
      expect(result).toEqual({ ...first, duplicate: true });
    expect(await again.center.ledger.audit({ accountId: "acme", action: "message-refused" })).toEqual([]);
    for (const other of [text("b", { idempotencyKey: "once" }), text("a", { idempotencyKey: "once", channelId: "c2" })])
      expect(await again.center.send(other)).toMatchObject({ refusal: { code: "FAIR_USE_EXCEEDED" } });
    expect(again.center.accounts.usage("acme").limits).toMatchObject([{ used: 1 }]);
  });

  test.each(["a hook", "the store"])("lets it be sent again while %s still decides on the first", async (slow) => {
    const store = testStore();
    const plans = plansOf({ per: "account", messages: 1, windowSeconds: HOUR });
    const { center } = await openHost(plans, { store });
    const decides = gate();
    if (slow === "a hook") center.hook("message-sending", () => decides.passed, { name: "slow" });
    else store.fate = () => decides.passed;
    const sent = ["once", "once", "other"].map((idempotencyKey) => center.send(text("a", { idempotencyKey })));
    decides.open();
    const [first, again, other] = await Promise.all(sent);
    expect(first).toMatchObject({ accepted: true, duplicate: false });
    expect(again).toEqual({ ...first, duplicate: true });
    expect(other).toMatchObject({ refusal: { code: "FAIR_USE_EXCEEDED" } });
    expect(center.accounts.usage("acme").limits).toMatchObject([{ used: 1 }]);
  });

  test("refuses it sent again when the first was not accepted, after that one was", async () => {
    const { center } = await openHost(plansOf({ per: "account", messages: 1, windowSeconds: HOUR }));
    const hook = gate();
    const off = center.hook("message-sending", () => hook.passed.then(() => ({ refuse: "NO" })), { name: "slow" });
    const sent = [1, 2].map(() => center.send(text("a", { idempotencyKey: "once" })));
    off();
    hook.open();
    const codes = (await Promise.all(sent)).map((result) => (result.accepted ? "accepted" : result.refusal.code));
    expect(codes).toEqual(["HOOK_REFUSED", "FAIR_USE_EXCEEDED"]);
  });

  test("counts what was accepted once, whatever becomes of it: tried again, refused, expired, cancelled, held", async () => {
    const outcomes = [
      { outcome: "try-again", code: "BUSY", party: "provider", scope: "message", retryAfterMs: 10 },
      { outcome: "received", providerMessageId: "p1" },
      { outcome: "refused", code: "NO", party: "recipient" },
    ];
    const { provider } = scriptedProvider({
      limits: { concurrency: 1 },
      send: () => Promise.resolve(outcomes.shift() ?? { outcome: "received", providerMessageId: "p2" }),
    });
    const plans = plansOf({ per: "account", messages: 5, windowSeconds: HOUR });
    const { center } = await openHost(plans, { providers: [provider] });
    const notBeforeAt = "2026-11-21T12:00:30Z";
    const ids = [idOf(await center.send(text("tried again")))];
    await vi.advanceTimersByTimeAsync(1_000);
    for (const changes of [{}, { expiresAt: "2026-11-21T11:00:00Z" }, { notBeforeAt }, { notBeforeAt }])
      ids.push(idOf(await center.send(text("a", changes))));
    await center.messages.cancel("acme", ids[3] ?? "", act);
    await center.accounts.block({ accountId: "acme", act, reason: "a complaint" });
    await vi.advanceTimersByTimeAsync(60_000);
    const states = async () => Promise.all(ids.map(async (id) => (await center.messages.status("acme", id)).state));
    expect(await states()).toEqual(["received", "refused", "expired", "cancelled", "held"]);
    await center.accounts.unblock({ accountId: "acme", act, reason: "solved" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await states()).at(-1)).toBe("received");
    expect(center.accounts.usage("acme").limits).toMatchObject([{ used: 5 }]);
    expect(await center.send(text("one more"))).toMatchObject({ refusal: { code: "FAIR_USE_EXCEEDED" } });
  });

  test("does not count a message in a window that began after it was counted, when a slow hook refuses it", async () => {
    const { center, send } = await openHost(plansOf({ per: "account", messages: 2, windowSeconds: 60 }));
    const hook = gate();
    const off = center.hook("message-sending", () => hook.passed.then(() => ({ refuse: "NO" })), { name: "slow" });
    const slow = center.send(text("a"));
    off();
    vi.setSystemTime("2026-11-21T12:01:01Z");
    expect(await send(2)).toBe(2);
    hook.open();
    expect(await slow).toMatchObject({ refusal: { code: "HOOK_REFUSED" } });
    expect(await send(1)).toBe(0);
  });

  test("is no second limit when the clock is set back, nor for ever when it was ahead", async () => {
    const store = testStore();
    const plans = plansOf({ per: "account", messages: 2, windowSeconds: HOUR });
    const { send } = await openHost(plans, { store });
    expect(await send(1)).toBe(1);
    vi.setSystemTime("2026-11-21T11:59:00Z");
    expect(await send(5)).toBe(1);
    vi.setSystemTime("2026-11-19T12:00:00Z");
    const next = await openHost(plans, { store: store.next() });
    expect(await next.send(5)).toBe(0);
    vi.setSystemTime("2026-11-19T13:00:01Z");
    expect(await next.send(5)).toBe(2);
  });

  test("is no second limit when the clock goes ahead and comes back: what was counted before counts again", async () => {
    const { center, send } = await openHost(plansOf({ per: "account", messages: 3, windowSeconds: HOUR }));
    expect(await send(2)).toBe(2);
    vi.setSystemTime("2026-11-21T15:00:00Z");
    expect(await send(1)).toBe(1);
    vi.setSystemTime("2026-11-21T12:10:00Z");
    expect([await send(1), center.accounts.usage("acme").limits[0]?.used]).toEqual([0, 3]);
    vi.setSystemTime("2026-11-21T13:10:00Z");
    expect(await send(9)).toBe(3);
  });

  test("is not forgotten by a restart, nor by a crash: what was counted never becomes less", async () => {
    const store = testStore();
    const plans = plansOf({ per: "account", messages: 100, windowSeconds: HOUR });
    const first = await openHost(plans, { store });
    expect(await first.send(40)).toBe(40);
    await first.center.close();
    const second = await openHost(plans, { store });
    expect(await second.send(20)).toBe(20);
    // As after kill -9: nothing more is written.
    const third = await openHost(plans, { store: store.next() });
    const left = await third.send(100);
    expect(left).toBeLessThanOrEqual(40);
    expect(left).toBeGreaterThanOrEqual(35);
  });
});

test("an account's plan is changed on record and kept; a plan the host does not have is refused", async () => {
  const store = testStore();
  const plans = plansOf({ per: "account", messages: 1, windowSeconds: HOUR });
  const { center, send } = await openHost(plans, { store });
  await center.accounts.setPolicy({ accountId: "acme", act, plan: "large" });
  expect(await send(9)).toBe(9);
  await expect(center.accounts.setPolicy({ accountId: "acme", act, plan: "huge" })).rejects.toMatchObject({
    code: "PLAN_UNKNOWN",
  });
  await center.close();
  const { large: _large, ...left } = plans.plans;
  const again = await openHost({ ...plans, plans: left }, { store });
  // The host took the plan away: nobody decides that the account has no limit.
  expect(await again.send(1)).toBe(0);
});

test("what a message was counted by is given back, though its account has another plan by then", async () => {
  const plans = {
    plans: {
      hourly: { limits: [{ per: "account", messages: 2, windowSeconds: HOUR } as const] },
      daily: { limits: [{ per: "account", messages: 2, windowSeconds: 24 * HOUR } as const] },
    },
    defaultPlan: "hourly",
  };
  const { center, send } = await openHost(plans);
  const used = () => center.accounts.usage("acme").limits.map((limit) => limit.used);
  expect(await send(1)).toBe(1);
  await center.accounts.setPolicy({ accountId: "acme", act, plan: "daily" });
  const hook = gate();
  const off = center.hook("message-sending", () => hook.passed.then(() => ({ refuse: "NO" })), { name: "slow" });
  const slow = center.send(text("a"));
  off();
  expect(used()).toEqual([1]);
  await center.accounts.setPolicy({ accountId: "acme", act, plan: null });
  hook.open();
  expect(await slow).toMatchObject({ refusal: { code: "HOOK_REFUSED" } });
  expect(used()).toEqual([1]);
  expect(await send(9)).toBe(1);
  await center.accounts.setPolicy({ accountId: "acme", act, plan: "daily" });
  expect(used()).toEqual([0]);
});

describe("a counter of the host's own", () => {
  test("by rate-limiter-flexible counts exactly, all limits or none", async () => {
    const usageCounter = rateLimiterCounter(
      ({ messages, windowSeconds }) => new RateLimiterMemory({ points: messages, duration: windowSeconds }),
    );
    const limits = [
      { per: "account", messages: 50, windowSeconds: HOUR },
      { per: "channel", messages: 20, windowSeconds: HOUR },
    ] as const;
    const { send } = await openHost(plansOf(...limits), { usageCounter });
    expect([await send(200), await send(200, { channelId: "c2" })]).toEqual([20, 20]);
    expect(await send(200)).toBe(0);
  });

  test("by rate-limiter-flexible counts everyone a message goes to, and gives everyone back", async () => {
    const limiters: RateLimiterMemory[] = [];
    const usageCounter = rateLimiterCounter(({ messages, windowSeconds }) => {
      const limiter = new RateLimiterMemory({ points: messages, duration: windowSeconds });
      limiters.push(limiter);
      return limiter;
    });
    const { send } = await openHost(plansOf({ per: "account", messages: 5, windowSeconds: HOUR }), { usageCounter });
    const to = (count: number) => ({
      recipients: Array.from({ length: count }, (_, index) => ({
        address: { kind: "phone", value: `+4930123456${String(index)}` } as const,
      })),
    });
    expect([await send(1, to(4)), await send(1, to(3)), await send(1), await send(1)]).toEqual([1, 0, 1, 0]);
    expect(limiters).toHaveLength(1);
  });

  test("gives nothing back to a window that is over: the next one has no more room for it", async () => {
    const counter = rateLimiterCounter(
      ({ messages, windowSeconds }) => new RateLimiterMemory({ points: messages, duration: windowSeconds }),
    );
    const claim = { key: "k", accountId: "acme", limit: { per: "account", messages: 2, windowSeconds: 60 } } as const;
    const takenAtMs = Date.now();
    expect(await counter.take([claim])).toEqual({ taken: true });
    await vi.advanceTimersByTimeAsync(60_001);
    await counter.giveBack([claim], takenAtMs);
    await settle();
    const taken = [];
    for (let time = 0; time < 4; time += 1) taken.push((await counter.take([claim])).taken);
    expect(taken).toEqual([true, true, false, false]);
  });

  test("gives back only what was counted: a limiter that failed counted nothing", async () => {
    const rewarded: string[] = [];
    const limiter = (fails: boolean) => ({
      consume: () => (fails ? Promise.reject(new Error("connection refused")) : Promise.resolve()),
      reward: (key: string) => Promise.resolve(rewarded.push(key)),
    });
    const counter = rateLimiterCounter(({ per }) => limiter(per === "channel"));
    const claim = (per: "account" | "channel") =>
      ({ key: per, accountId: "acme", limit: { per, messages: 1, windowSeconds: 1 } }) as const;
    await expect(counter.take([claim("account"), claim("channel")])).rejects.toThrow("connection refused");
    expect(rewarded).toEqual(["account"]);
  });

  test.each([
    ["nothing", undefined],
    ["nothing, late", Promise.resolve(undefined)],
    ["what is neither yes nor no", { taken: "yes" }],
    ["no time", { taken: false, claim: 0, untilMs: Number.NaN }],
    ["no time, late", Promise.resolve({ taken: false, claim: 7 })],
  ])("that answers %s lets nothing through", async (_what, verdict) => {
    const usageCounter = { take: () => verdict, giveBack: () => undefined } as never;
    const plans = plansOf({ per: "account", messages: 9, windowSeconds: HOUR });
    const { center } = await openHost(plans, { usageCounter });
    expect(await center.send(text("a"))).toMatchObject({ refusal: { code: "FAIR_USE_UNKNOWN" } });
  });

  test("that does not answer lets nothing through, and gets back what it counts later", async () => {
    const late = gate();
    const given: unknown[] = [];
    const usageCounter = {
      take: () => late.passed.then(() => ({ taken: true }) as const),
      giveBack: (claims: unknown) => void given.push(claims),
    };
    const plans = plansOf({ per: "account", messages: 9, windowSeconds: HOUR });
    const { center } = await openHost(plans, { usageCounter });
    const asked = center.send(text("a"));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await asked).toMatchObject({ refusal: { code: "FAIR_USE_UNKNOWN", party: "host" } });
    late.open();
    await settle();
    expect(given).toMatchObject([[{ limit: { per: "account" } }]]);
  });

  test.each([
    [
      "at once",
      () => {
        throw new Error("connection refused");
      },
    ],
    ["later", () => Promise.reject(new Error("connection refused"))],
  ])(
    "that cannot give back and says so %s leaves the count as it is, and the host running",
    async (_when, giveBack) => {
      const errors: string[] = [];
      const log = () => undefined;
      const usageCounter = { take: () => ({ taken: true }) as const, giveBack };
      const logger = { debug: log, info: log, warn: log, error: (text: string) => void errors.push(text) };
      const plans = plansOf({ per: "account", messages: 9, windowSeconds: HOUR });
      const { send } = await openHost(plans, { usageCounter, logger });
      for (let time = 0; time < 2; time += 1) expect(await send(1, { idempotencyKey: "once" })).toBe(1);
      await settle();
      expect(errors).toEqual(["a counter could not take back what it counted"]);
    },
  );

  test("that fails lets nothing through", async () => {
    const usageCounter = {
      take: () => Promise.reject(new Error("connection refused")),
      giveBack: () => undefined,
    };
    const { center, send } = await openHost(plansOf({ per: "account", messages: 9, windowSeconds: HOUR }), {
      usageCounter,
    });
    expect(await send(3)).toBe(0);
    expect(await center.send(text("a"))).toMatchObject({ refusal: { code: "FAIR_USE_UNKNOWN", party: "host" } });
  });
});

test.each([
  ["a default plan that is none", { plans: {}, defaultPlan: "small" }],
  [
    "a limit without a window",
    { plans: { small: { limits: [{ per: "account", messages: 1 }] } }, defaultPlan: "small" },
  ],
  [
    "two limits of one kind for the same time, of which each message would count twice,",
    {
      plans: {
        small: {
          limits: [
            { per: "account", messages: 10, windowSeconds: 60 },
            { per: "channel", messages: 10, windowSeconds: 60 },
            { per: "account", messages: 5, windowSeconds: 60 },
          ],
        },
      },
      defaultPlan: "small",
    },
  ],
])("%s is refused at the start", async (_what, fairUse) => {
  await expect(startHost({ fairUse: fairUse as never })).rejects.toMatchObject({ code: "OPTION_INVALID" });
});
