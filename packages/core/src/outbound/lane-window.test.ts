import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { received, type ScriptedProvider, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { act, activate, idOf, instructionFor, startHost, text } from "../__fixtures__/start-host.js";
import { settle } from "../__fixtures__/settle.js";
import { gate, testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { ContactCenter } from "../host/contact-center.js";
import { createContactCenter } from "../host/create-contact-center.js";
import { StoreError } from "../spec/errors/store-error.js";
import type { SendOutcomeInput } from "../spec/outcome/send-outcome.js";

afterEach(() => void vi.useRealTimers());

const OUTCOMES: readonly SendOutcomeInput[] = [
  { outcome: "try-again", code: "BUSY", party: "provider" },
  { outcome: "try-again", code: "BUSY_LONG", party: "provider", retryAfterMs: 40_000 },
  { outcome: "try-again", code: "RATE_LIMITED", party: "account", scope: "channel", retryAfterMs: 2_000 },
  { outcome: "unknown", code: "CONNECTION_LOST", party: "network" },
];

const course = fc.record({
  laneWindow: fc.integer({ min: 1, max: 8 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  /** Per message: how long it may not leave. */
  waits: fc.array(fc.constantFrom(0, 0, 0, 0, 2_000, 40_000), { minLength: 1, maxLength: 30 }),
  /** What attempts meet, in turn; -1 and afterwards: received. */
  outcomes: fc.array(fc.integer({ min: -1, max: OUTCOMES.length - 1 }), { maxLength: 40 }),
  latenciesMs: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 10 }),
  sendMs: fc.integer({ min: 0, max: 40 }),
  gapMs: fc.integer({ min: 0, max: 20 }),
  restartAfterMs: fc.option(fc.integer({ min: 0, max: 50_000 }), { nil: undefined }),
});
type Course = typeof course extends fc.Arbitrary<infer Value> ? Value : never;

/** Runs a course to its end. @returns what was accepted and what the provider saw, one list per process. */
async function run({ laneWindow, concurrency, waits, outcomes, latenciesMs, sendMs, gapMs, restartAfterMs }: Course) {
  vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") });
  let step = 0;
  const delay = (): Promise<void> => {
    step += 1;
    return new Promise((resolve) => setTimeout(resolve, latenciesMs[step % latenciesMs.length] ?? 0));
  };
  const slow = (store: TestStore): TestStore => Object.assign(store, { fate: delay, reading: delay });
  const left = [...outcomes];
  const taken = new Set<string>();
  const providers: ScriptedProvider[] = [];
  const boot = async (store: TestStore): Promise<ContactCenter> => {
    const scripted = scriptedProvider({
      limits: { concurrency, maxAttempts: 1_000, backoffBaseMs: 100, backoffMaxMs: 40_000 },
      send: async (transfer) => {
        await new Promise((resolve) => setTimeout(resolve, sendMs));
        // A process that was cut off reaches nobody.
        if (store.isCut) return new Promise(() => undefined);
        const outcome = OUTCOMES[left.shift() ?? -1];
        // An unknown outcome is one whose answer was lost: the provider has the message.
        if (outcome === undefined || outcome.outcome === "unknown") taken.add(transfer.idempotencyKey);
        return outcome ?? received();
      },
    });
    providers.push(scripted);
    return createContactCenter({
      authority: { unchecked: "a test" },
      store,
      providers: [scripted.provider],
      settings: { laneWindow },
    });
  };
  const first = slow(testStore());
  let store = first;
  const booting = boot(first);
  await vi.advanceTimersByTimeAsync(1_000);
  let center = await booting;
  const activating = center.channels.activate(instructionFor(center));
  await vi.advanceTimersByTimeAsync(1_000);
  await activating;
  const accepted: string[] = [];
  for (const waitMs of waits) {
    const notBeforeAt = new Date(Date.now() + waitMs).toISOString();
    void center.send(text("x", waitMs === 0 ? {} : { notBeforeAt })).then((result) => accepted.push(idOf(result)));
    if (gapMs > 0) await vi.advanceTimersByTimeAsync(gapMs);
  }
  if (restartAfterMs !== undefined) {
    await vi.advanceTimersByTimeAsync(restartAfterMs);
    store = slow(first.next());
    const rebooting = boot(store);
    await vi.advanceTimersByTimeAsync(1_000);
    center = await rebooting;
  }
  await vi.advanceTimersByTimeAsync(3_600_000);
  const states = await Promise.all(accepted.map((id) => center.messages.status("acme", id)));
  const closing = center.close();
  await vi.advanceTimersByTimeAsync(30_000);
  await closing;
  vi.useRealTimers();
  return { accepted, states, taken, providers };
}

test("whatever the window, the outcomes, the store's speed and a restart: every accepted message arrives under one key, each attempt is made once", async () => {
  await fc.assert(
    fc.asyncProperty(course, async (one) => {
      const { accepted, states, taken, providers } = await run(one);
      if (one.restartAfterMs === undefined) expect(accepted).toHaveLength(one.waits.length);
      expect(states.filter(({ state }) => state !== "received")).toEqual([]);
      expect(accepted.filter((id) => !taken.has(id))).toEqual([]);
      for (const { seen } of providers) {
        const attempts = seen.map(({ messageId, attempt }) => `${messageId} ${String(attempt)}`);
        expect(attempts).toHaveLength(new Set(attempts).size);
        expect(seen.filter(({ messageId, key }) => messageId !== key)).toEqual([]);
      }
    }),
    { numRuns: 60, endOnFailure: true },
  );
  // Its 60 courses take 5 s of processor time; beside other work that is more than a test usually has.
}, 90_000);

/** A host whose transfers end when a test says so, by the text of the message. */
async function gatedHost(laneWindow: number) {
  vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") });
  const store = testStore();
  const gates = new Map<string, ReturnType<typeof gate>>();
  const gateOf = (value: string) => {
    const known = gates.get(value) ?? gate();
    gates.set(value, known);
    return known;
  };
  const scripted = scriptedProvider({
    timeoutMs: 600_000,
    send: ({ message }) =>
      gateOf(message.content.type === "text" ? message.content.text : "").passed.then(() => received()),
  });
  const center = await startHost({ store, providers: [scripted.provider], settings: { laneWindow } });
  await activate(center);
  const later = new Date(Date.now() + 60_000).toISOString();
  return { store, center, later, gateOf, texts: () => scripted.seen.map((one) => one.text) };
}

test("a message that came back from its delay is not fetched again while it is under way", async () => {
  const { center, later, gateOf, texts } = await gatedHost(8);
  const names = ["1", "2", "3", "4", "5", "6", "7", "8"];
  for (const name of names) await center.send(text(name, { notBeforeAt: later }));
  await vi.advanceTimersByTimeAsync(62_000);
  expect(texts()).toEqual(names);
  void center.send(text("9"));
  await settle();
  for (const name of ["1", "2", "3", "4", "5", "6", "7", "9"]) gateOf(name).open();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(texts()).toEqual([...names, "9"]);
});

test("a message that comes back while its lane reads the store is not passed over", async () => {
  const { store, center, later, gateOf, texts } = await gatedHost(1);
  for (const name of ["1", "2"]) void center.send(text(name));
  await settle();
  void center.send(text("3", { notBeforeAt: later }));
  await vi.advanceTimersByTimeAsync(59_000);
  void center.send(text("4"));
  await settle();
  const reading = gate();
  store.reading = () => {
    store.reading = () => undefined;
    return reading.passed;
  };
  for (const name of ["1", "2"]) gateOf(name).open();
  await settle();
  await vi.advanceTimersByTimeAsync(3_000);
  reading.open();
  for (const name of ["3", "4"]) gateOf(name).open();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(texts()).toEqual(["1", "2", "3", "4"]);
});

test("a message that is deferred while what is due is moved is not forgotten", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") });
  const store = testStore();
  const outcomes: SendOutcomeInput[] = [
    { outcome: "try-again", code: "BUSY", party: "provider", retryAfterMs: 40_000 },
  ];
  const answer = gate();
  const scripted = scriptedProvider({
    timeoutMs: 600_000,
    send: ({ message }) =>
      message.content.type === "text" && message.content.text === "late"
        ? answer.passed.then(() => outcomes.shift() ?? received())
        : Promise.resolve(received()),
  });
  const center = await startHost({ store, providers: [scripted.provider] });
  await activate(center);
  const notBeforeAt = new Date(Date.now() + 60_000).toISOString();
  await center.send(text("due", { notBeforeAt }));
  await center.send(text("late"));
  await vi.advanceTimersByTimeAsync(59_000);
  const groups = [gate(), gate()];
  const held = [...groups];
  store.fate = () => held.shift()?.passed.then(() => undefined) ?? "commit";
  await vi.advanceTimersByTimeAsync(2_000);
  // What is due is being moved; the message is deferred meanwhile, and its group is under way when the store is asked what comes next.
  answer.open();
  for (const one of groups) {
    await settle();
    one.open();
  }
  await vi.advanceTimersByTimeAsync(60_000);
  expect(scripted.seen.map((one) => one.text)).toEqual(["late", "due", "late"]);
});

test("a store that cannot be read is asked once a second for what is due, and what is due goes when it can", async () => {
  const { store, center, later, texts } = await gatedHost(4);
  await center.send(text("1", { notBeforeAt: later }));
  await vi.advanceTimersByTimeAsync(50_000);
  let asked = 0;
  store.reading = () => {
    asked += 1;
    return Promise.reject(new StoreError("STORE_UNAVAILABLE"));
  };
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toBeGreaterThan(5);
  expect(asked).toBeLessThan(15);
  store.reading = () => undefined;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(texts()).toEqual(["1"]);
});

test("of many messages that are released at once, the window's worth is in memory and the rest is read when there is room; each arrives once, in order", async () => {
  const { store, center, later, gateOf, texts } = await gatedHost(4);
  const names = Array.from({ length: 40 }, (_, index) => String(index + 1));
  for (const name of names) await center.send(text(name, { notBeforeAt: later }));
  await center.accounts.block({ accountId: "acme", act, reason: "a complaint" });
  await vi.advanceTimersByTimeAsync(70_000);
  expect(await store.queuedMessages({ queue: "held", channelId: "c1", limit: 100 })).toHaveLength(40);
  let reads = 0;
  const queuedMessages = store.queuedMessages.bind(store);
  store.queuedMessages = (query) => {
    if (query.queue === "ready") reads += 1;
    return queuedMessages(query);
  };
  await center.accounts.unblock({ accountId: "acme", act, reason: "answered" });
  await settle();
  expect([texts().length, reads]).toEqual([4, 0]);
  for (const name of names) gateOf(name).open();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(texts()).toEqual(names);
  expect(reads).toBeGreaterThanOrEqual(9);
});

test("a message that waits in the store for room can be taken back; it is not sent, the others are", async () => {
  const { center, later, gateOf, texts } = await gatedHost(2);
  const names = ["1", "2", "3", "4", "5", "6"];
  const ids: string[] = [];
  for (const name of names) ids.push(idOf(await center.send(text(name, { notBeforeAt: later }))));
  await vi.advanceTimersByTimeAsync(62_000);
  expect(texts()).toEqual(["1", "2"]);
  expect(await center.messages.cancel("acme", ids[3] ?? "", act)).toMatchObject({ cancelled: true });
  for (const name of names) gateOf(name).open();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(texts()).toEqual(["1", "2", "3", "5", "6"]);
});

test("a message in the store that is taken back twice at once is taken back once, on record once", async () => {
  const { center, later } = await gatedHost(1);
  const ids: string[] = [];
  for (const name of ["1", "2", "3"]) ids.push(idOf(await center.send(text(name, { notBeforeAt: later }))));
  await vi.advanceTimersByTimeAsync(62_000);
  const told: string[] = [];
  center.on("message-state-changed", ({ messageId, state }) => told.push(`${messageId} ${state}`));
  const id = ids[2] ?? "";
  const answers = await Promise.all([1, 2, 3].map(() => center.messages.cancel("acme", id, act)));
  expect(answers.map(({ cancelled }) => cancelled)).toEqual([true, false, false]);
  expect(answers.map(({ state }) => state)).toEqual(["cancelled", "cancelled", "cancelled"]);
  await settle();
  expect(told).toEqual([`${id} cancelled`]);
  expect(await center.audit.list({ accountId: "acme", action: "message-cancelled" })).toHaveLength(1);
});
