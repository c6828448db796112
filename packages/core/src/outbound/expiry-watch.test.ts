import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { ContactCenter } from "../host/contact-center.js";
import type { ProviderManifestInput } from "../spec/manifest/provider-manifest.js";
import type { OutboundMessageInput } from "../spec/message/outbound-message.js";

const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const at = (inMs: number): string => new Date(Date.now() + inMs).toISOString();

/** A host of a provider that answers so, with room for two messages a channel in memory. */
async function host(
  send: (text: string) => unknown,
  { store = testStore(), limits = {} }: { store?: TestStore; limits?: ProviderManifestInput["limits"] } = {},
) {
  const scripted = scriptedProvider({
    timeoutMs: 600_000,
    limits: { maxAttempts: 100, concurrency: 1, backoffBaseMs: 1_000, backoffMaxMs: 3_600_000, ...limits },
    send: ({ message }) => send(message.content.type === "text" ? message.content.text : ""),
  });
  const told: string[] = [];
  const start = async (from: TestStore): Promise<ContactCenter> => {
    const center = await startHost({ store: from, providers: [scripted.provider], settings: { laneWindow: 2 } });
    center.on("message-state-changed", (event) => {
      if (event.state === "expired") told.push(event.messageId);
    });
    return center;
  };
  const center = await start(store);
  await activate(center);
  return { scripted, center, store, told, start };
}

const turnsAway = (): unknown => ({
  ...{ outcome: "try-again", code: "RATE_LIMITED", party: "account", scope: "channel", retryAfterMs: 3_600_000 },
});

/** Sends so many, waiting for none of them: a lane that stands lets them in after a second. */
async function sendAll(center: ContactCenter, count: number, changes: Partial<OutboundMessageInput> = {}) {
  const results = Array.from({ length: count }, (_, index) => center.send(text(`m${String(index)}`, changes)));
  await pass(5_000);
  return (await Promise.all(results)).map(idOf);
}

const statesOf = async (center: ContactCenter, ids: readonly string[]): Promise<Set<string>> =>
  new Set(await Promise.all(ids.map(async (id) => (await center.messages.status("acme", id)).state)));

test.each([
  ["asks to wait for an hour", turnsAway],
  ["is down", () => ({ outcome: "try-again", code: "BUSY", party: "provider", retryAfterMs: 25_000 })],
  ["never answers", () => new Promise(() => undefined)],
])("what is left in the store behind a provider that %s is told as expired when it is, once", async (_, answer) => {
  const { center, told } = await host(answer);
  const lasting = await sendAll(center, 3);
  const soon = await sendAll(center, 10, { expiresAt: at(MINUTE_MS) });
  const later = await sendAll(center, 5, { expiresAt: at(3 * MINUTE_MS) });
  expect([...(await statesOf(center, soon))]).not.toContain("expired");
  await pass(MINUTE_MS);
  expect(await statesOf(center, soon)).toEqual(new Set(["expired"]));
  expect(told.toSorted()).toEqual(soon.toSorted());
  expect([...(await statesOf(center, [...lasting, ...later]))]).not.toContain("expired");
  await pass(3 * MINUTE_MS);
  expect(await statesOf(center, later)).toEqual(new Set(["expired"]));
  expect(told).toHaveLength(15);
});

test("what came back into the store's queue without its provider is told as expired when it is, once", async () => {
  const { center, told } = await host(() => received());
  const ids = await sendAll(center, 10, { notBeforeAt: at(40_000), expiresAt: at(2 * MINUTE_MS) });
  await center.providers.disable("scripted", act);
  await pass(MINUTE_MS);
  expect(told).toEqual([]);
  await pass(MINUTE_MS + 6_000);
  expect(await statesOf(center, ids)).toEqual(new Set(["expired"]));
  expect(told).toHaveLength(10);
});

test("what a restart finds in the store is told as expired when it is", async () => {
  const { center, store, start, told } = await host(turnsAway);
  const soon = await sendAll(center, 10, { expiresAt: at(MINUTE_MS) });
  const later = await sendAll(center, 5, { expiresAt: at(5 * MINUTE_MS) });
  const next = store.next();
  const after = await start(next);
  await pass(MINUTE_MS);
  expect(await statesOf(after, soon)).toEqual(new Set(["expired"]));
  expect(await statesOf(after, later)).toEqual(new Set(["accepted"]));
  await pass(5 * MINUTE_MS);
  expect(told).toHaveLength(15);
});

test("what was delivered before it expired, and whose receipt is not durable yet, is not told as expired", async () => {
  const answer = gate();
  const { center, store, told, scripted } = await host((value) =>
    value === "first" ? answer.passed.then(() => received()) : new Promise(() => undefined),
  );
  const expiresAt = at(2 * MINUTE_MS);
  const left = await sendAll(center, 8, { notBeforeAt: at(40_000), expiresAt });
  // Accepted after those that it stands before in memory.
  const first = idOf(await center.send(text("first", { notBeforeAt: at(20_000), expiresAt })));
  await pass(MINUTE_MS);
  expect(scripted.seen.map((one) => one.text)).toEqual(["first"]);
  const held = gate();
  store.fate = () => held.passed;
  answer.open();
  await pass(2 * MINUTE_MS);
  held.open();
  await pass(20_000);
  expect(await statesOf(center, [first])).toEqual(new Set(["received"]));
  // The next one is under way, and nobody knows how that ends.
  expect(told.toSorted()).toEqual(left.slice(1).toSorted());
});

test("what is told as expired is not told once more by a channel that goes on before that is durable", async () => {
  const { center, store, told } = await host((value) =>
    value === "m0" ? { ...(turnsAway() as object), retryAfterMs: 70_000 } : received(),
  );
  const ids = await sendAll(center, 8, { expiresAt: at(MINUTE_MS) });
  const held = gate();
  await pass(50_000);
  store.fate = () => held.passed;
  await pass(40_000);
  held.open();
  await pass(20_000);
  expect(told.toSorted()).toEqual(ids.toSorted());
});

test("a store with a backlog in which nothing expires is asked once, then when something does", async () => {
  const { center, store } = await host(turnsAway);
  let asked = 0;
  const expiredMessages = store.expiredMessages.bind(store);
  store.expiredMessages = (query) => {
    asked += 1;
    return expiredMessages(query);
  };
  await sendAll(center, 10, { expiresAt: at(40 * MINUTE_MS) });
  await pass(30 * MINUTE_MS);
  expect(asked).toBeLessThanOrEqual(1);
  await pass(11 * MINUTE_MS);
  expect(asked).toBeGreaterThanOrEqual(1);
  expect(asked).toBeLessThanOrEqual(4);
});

test("a store that could not be read is asked again", async () => {
  const { center, store, told } = await host(turnsAway);
  const ids = await sendAll(center, 6, { expiresAt: at(MINUTE_MS) });
  const expiredMessages = store.expiredMessages.bind(store);
  store.expiredMessages = () => Promise.reject(new Error("not now"));
  await pass(2 * MINUTE_MS);
  store.expiredMessages = expiredMessages;
  await pass(12_000);
  expect(told.toSorted()).toEqual(ids.toSorted());
});

test("a message that is being taken back is not told as expired too", async () => {
  const { center, store, told } = await host(turnsAway);
  const ids = await sendAll(center, 6, { expiresAt: at(MINUTE_MS) });
  const cancelled = ids.at(-1) ?? "";
  const held = gate();
  store.fate = () => held.passed;
  await pass(50_000);
  const cancelling = center.messages.cancel("acme", cancelled, act);
  await pass(20_000);
  held.open();
  await pass(20_000);
  expect(await cancelling).toMatchObject({ cancelled: true });
  expect(told).not.toContain(cancelled);
  expect(told).toHaveLength(5);
});
