import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { activate, startHost } from "../__fixtures__/start-host.js";
import { testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { InboundEventInput } from "../spec/inbound/inbound-event.js";
import type { RawInbound } from "../spec/inbound/raw-inbound.js";
import type { InboundEnvelope } from "./inbound-envelope.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const message = (value: string): InboundEventInput => ({
  type: "message",
  providerMessageId: value,
  from: { kind: "phone", value: "+4930123456" },
  to: [],
  text: value,
  // Those that begin with a question mark have no name of the provider's.
  ...(value.startsWith("?") ? {} : { deduplicationKey: value }),
});
const parse = (raw: RawInbound): InboundEventInput[] => new TextDecoder().decode(raw.body).split(" ").map(message);

/** A host that is handed deliveries of several messages; one of a single message is known by the message's key. */
async function host(store: TestStore = testStore()) {
  let sink: InboundSinkV1 | undefined;
  const { provider } = scriptedProvider({
    parse,
    sync: (given, signal) => {
      sink = given;
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  });
  const center = await startHost({ store, providers: [provider] });
  if (center.channels.list("acme").length === 0) await activate(center, { channelId: "c1" });
  await settle();
  const seen: string[] = [];
  const failing = new Set<string>();
  const handler = ({ event }: InboundEnvelope): void => {
    const text = event.type === "message" ? (event.text ?? "") : "";
    if (failing.has(text)) throw new Error("not now");
    seen.push(text);
  };
  const receive = () => center.receive(handler);
  const deliver = async (body: string): Promise<void> => {
    await sink?.accept({ deduplicationKey: body, contentType: "text/plain", body: new TextEncoder().encode(body) });
  };
  return { center, store, seen, failing, receive, deliver };
}

test("events that come again one by one, or in other company, are shown once", async () => {
  const { seen, receive, deliver } = await host();
  receive();
  for (const body of ["a b", "a", "b", "b c", "c", "d", "d e", "a b c d e"]) {
    await deliver(body);
    await settle();
  }
  expect(seen).toEqual(["a", "b", "c", "d", "e"]);
});

test("the same holds where all of them are recorded before the first is handled", async () => {
  const { seen, receive, deliver } = await host();
  await Promise.all(["a b", "a", "b c", "b", "c b a"].map(deliver));
  receive();
  await settle();
  expect(seen.sort()).toEqual(["a", "b", "c"]);
});

test("and after a restart", async () => {
  const first = await host();
  first.receive();
  await first.deliver("a b");
  await settle();
  // What nobody waits for is written too.
  await vi.advanceTimersByTimeAsync(10);
  const next = await host(first.store.next());
  next.receive();
  for (const body of ["b", "a c", "c"]) await next.deliver(body);
  await settle();
  expect([...first.seen, ...next.seen]).toEqual(["a", "b", "c"]);
});

test("an event whose handler failed is shown by its own delivery alone, also when the host died meanwhile", async () => {
  const first = await host();
  first.receive();
  first.failing.add("b");
  await first.deliver("a b");
  await settle();
  await first.deliver("b c");
  await settle();
  expect(first.seen).toEqual(["a", "c"]);
  // What nobody waits for is written too.
  await vi.advanceTimersByTimeAsync(10);
  const next = await host(first.store.next());
  next.receive();
  await settle();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(next.seen).toEqual(["b"]);
});

test("an event that the provider gives no name is shown as often as it comes", async () => {
  const { seen, receive, deliver } = await host();
  receive();
  await deliver("?x a");
  await deliver("?x b");
  await settle();
  expect(seen).toEqual(["?x", "a", "?x", "b"]);
});

test("one that a delivery has twice is shown once", async () => {
  const { seen, receive, deliver } = await host();
  receive();
  await deliver("a a b");
  await settle();
  expect(seen).toEqual(["a", "b"]);
});

test("a delivery of one event, known by the event's key, costs no second write", async () => {
  const { store, seen, receive, deliver } = await host();
  receive();
  await deliver("a");
  await settle();
  const inserts = store.groups.flat().filter(({ kind }) => kind === "inbound-insert");
  expect([seen, inserts.length]).toEqual([["a"], 1]);
});

test("a store that is away while an event is claimed costs no attempt, and shows it when it is back", async () => {
  const { store, seen, receive, deliver } = await host();
  await deliver("a b");
  store.fate = () => "fail";
  receive();
  await settle();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(seen).toEqual([]);
  store.fate = () => "commit";
  await vi.advanceTimersByTimeAsync(5_000);
  expect(seen).toEqual(["a", "b"]);
});
