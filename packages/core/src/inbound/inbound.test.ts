import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scriptedProvider, type ScriptedProviderOptions } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { ContactCenterOptions } from "../host/contact-center-options.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { InboundEventInput } from "../spec/inbound/inbound-event.js";
import type { RawInbound } from "../spec/inbound/raw-inbound.js";
import type { InboundEnvelope, InboundHandler } from "./inbound-envelope.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const pass = (stepMs: number): Promise<unknown> => vi.advanceTimersByTimeAsync(stepMs);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);
const read = (raw: RawInbound): string => new TextDecoder().decode(raw.body);
const message = (value: string): InboundEventInput => ({
  type: "message",
  providerMessageId: value,
  from: { kind: "phone", value: "+4930123456" },
  to: [],
  text: value,
});
const fail = (): never => {
  throw new Error("a text nobody may see");
};
/** One message per line of the delivery. */
const parse = (raw: RawInbound): InboundEventInput[] => read(raw).split("\n").map(message);
const textOf = ({ event }: InboundEnvelope): string => (event.type === "message" ? (event.text ?? "") : event.type);

/** A host whose provider hands its sinks, one per channel, to the test. */
async function syncedHost(
  options: Partial<ScriptedProviderOptions> = {},
  host: Partial<ContactCenterOptions> = {},
  channels: readonly string[] = ["c1"],
) {
  const sinks: InboundSinkV1[] = [];
  const scripted = scriptedProvider({
    parse,
    sync: (sink, signal) => {
      sinks.push(sink);
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
    ...options,
  });
  const store = (host.store as TestStore | undefined) ?? testStore();
  const center = await startHost({ ...host, store, providers: [scripted.provider] });
  for (const channelId of channels)
    if (center.channels.list("acme").length < channels.length) await activate(center, { channelId });
  await settle();
  const deliver = (key: string, value = key, channel = 0, cursor?: { name: string; value: string }) => {
    const delivery = { deduplicationKey: key, contentType: "text/plain", body: bytes(value) };
    return (sinks[channel] as InboundSinkV1).accept({ ...delivery, ...(cursor === undefined ? {} : { cursor }) });
  };
  return { center, store, scripted, sinks, deliver };
}

describe("recording", () => {
  test("accept resolves only when the delivery is durable, and no handler sees it before", async () => {
    const { center, store, deliver } = await syncedHost();
    const seen: string[] = [];
    center.receive((envelope) => void seen.push(textOf(envelope)));
    const held = gate();
    store.fate = () => held.passed;
    let accepted = false;
    const accepting = deliver("a").then(() => (accepted = true));
    await settle();
    expect([accepted, seen]).toEqual([false, []]);
    held.open();
    await accepting;
    await settle();
    expect(seen).toEqual(["a"]);
  });

  test("a delivery that cannot be made durable is refused, so that the other side tries again", async () => {
    const { center, store, deliver } = await syncedHost();
    const seen: string[] = [];
    center.receive((envelope) => void seen.push(textOf(envelope)));
    store.fate = () => "fail";
    await expect(deliver("a")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    store.fate = () => "commit";
    await pass(5_000);
    expect(await deliver("a")).toEqual({ duplicate: false });
    await settle();
    expect(seen).toEqual(["a"]);
  });

  test("forty-six copies, fifty at once and later ones, are handled once", async () => {
    const { center, deliver } = await syncedHost();
    const seen: string[] = [];
    center.receive((envelope) => void seen.push(textOf(envelope)));
    const first = await Promise.all(Array.from({ length: 50 }, () => deliver("a")));
    expect(first.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    for (let hour = 1; hour <= 29; hour += 7) {
      await pass(3_600_000 * 7);
      expect(await deliver("a")).toEqual({ duplicate: true });
    }
    expect(seen).toEqual(["a"]);
  });

  test("the same key in another channel is another delivery", async () => {
    const { center, deliver } = await syncedHost({}, {}, ["c1", "c2"]);
    const seen: string[] = [];
    center.receive(({ channelId }) => void seen.push(channelId));
    await deliver("a", "a", 0);
    await deliver("a", "a", 1);
    await settle();
    expect(seen.sort()).toEqual(["c1", "c2"]);
  });

  test("the cursor is in the same group as its delivery, and is read back after a restart", async () => {
    const { store, sinks, deliver } = await syncedHost();
    await deliver("a", "a", 0, { name: "INBOX", value: "7:12" });
    const group = store.groups.find((one) => one.some(({ kind }) => kind === "inbound-insert")) ?? [];
    expect(group.map(({ kind }) => kind)).toEqual(["inbound-insert", "document-put"]);
    expect(await sinks[0]?.readCursor("INBOX")).toBe("7:12");
    const next = await syncedHost({}, { store: store.next() });
    expect(await next.sinks[0]?.readCursor("INBOX")).toBe("7:12");
    expect(await next.sinks[0]?.readCursor("Archive")).toBeUndefined();
  });

  test("a plugin that uses its buffer again changes nothing of what was recorded", async () => {
    const { center, sinks } = await syncedHost();
    const body = bytes("abc");
    await sinks[0]?.accept({ deduplicationKey: "a", contentType: "text/plain", body });
    body.fill(0);
    const seen: string[] = [];
    center.receive((envelope) => void seen.push(textOf(envelope)));
    await settle();
    expect(seen).toEqual(["abc"]);
  });

  test("nonsense of a plugin reaches no group of others", async () => {
    const { center, store, sinks } = await syncedHost();
    const groups = store.groups.length;
    const nonsense = { deduplicationKey: undefined, contentType: 1, body: "text" };
    await expect(sinks[0]?.accept(nonsense as never)).rejects.toMatchObject({ code: "ANSWER_INVALID" });
    await expect(sinks[0]?.writeCursor("n", undefined as never)).rejects.toMatchObject({ code: "ANSWER_INVALID" });
    expect(store.groups).toHaveLength(groups);
    sinks[0]?.report({ state: "disconnected", code: "mia@example.com" });
    expect(center.availability.channel("acme", "c1").code).toBe("DISCONNECTED");
  });

  test("a mailbox that is reached again makes its channel operational within seconds, not at the end of a minute", async () => {
    const { center, sinks } = await syncedHost();
    for (let index = 0; index < 3; index += 1) sinks[0]?.report({ state: "disconnected", code: "CONNECTION_LOST" });
    expect(center.availability.channel("acme", "c1").state).toBe("down");
    sinks[0]?.report({ state: "connected" });
    await pass(6_000);
    expect(center.availability.channel("acme", "c1")).toMatchObject({ state: "operational", code: undefined });
  });

  test("a mailbox that is reached and lost again stays down", async () => {
    const { center, sinks } = await syncedHost();
    sinks[0]?.report({ state: "connected" });
    for (let index = 0; index < 3; index += 1) sinks[0]?.report({ state: "disconnected", code: "CONNECTION_LOST" });
    sinks[0]?.report({ state: "connected" });
    sinks[0]?.report({ state: "disconnected", code: "CONNECTION_LOST" });
    await pass(6_000);
    expect(center.availability.channel("acme", "c1").state).toBe("down");
  });
});

describe("handling", () => {
  test("what one handler changes of an event is not what the next one gets", async () => {
    const { center, deliver } = await syncedHost();
    const seen: string[] = [];
    center.receive(({ event }) => {
      if (event.type !== "message") return;
      Reflect.set(event, "text", "spoilt");
      Reflect.set(event.from ?? {}, "value", "spoilt");
    }, "one");
    center.receive((envelope) => void seen.push(JSON.stringify(envelope)), "two");
    await deliver("a");
    await settle();
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toContain("spoilt");
  });

  test("deliveries of a channel come in order, one at a time; another channel does not wait", async () => {
    const { center, deliver } = await syncedHost({}, {}, ["c1", "c2"]);
    const held = gate();
    const seen: string[] = [];
    center.receive(async (envelope) => {
      seen.push(textOf(envelope));
      if (textOf(envelope) === "1") await held.passed;
    });
    for (const key of ["1", "2", "3"]) await deliver(key);
    await deliver("other", "other", 1);
    await settle();
    expect(seen).toEqual(["1", "other"]);
    held.open();
    await settle();
    expect(seen).toEqual(["1", "other", "2", "3"]);
  });

  test("deliveries wait, durable, until there is a handler", async () => {
    const { center, deliver } = await syncedHost();
    await deliver("a");
    await pass(60_000);
    const seen: string[] = [];
    center.receive((envelope) => void seen.push(textOf(envelope)));
    await settle();
    expect(seen).toEqual(["a"]);
  });

  test("a delivery whose last handler was taken off while it was read waits for the next handler", async () => {
    const parsing = gate();
    const { center, deliver } = await syncedHost({ parse: (raw) => parsing.passed.then(() => parse(raw)) });
    const off = center.receive(() => undefined);
    await deliver("a");
    await settle();
    off();
    parsing.open();
    await settle();
    const seen: string[] = [];
    center.receive((envelope) => void seen.push(textOf(envelope)));
    await settle();
    expect(seen).toEqual(["a"]);
  });

  test("a failing handler is called again with the same event and growing delays; what succeeded is not called again", async () => {
    const { center, deliver } = await syncedHost({}, { settings: { inboundBackoffBaseMs: 1_000 } });
    const calls: { name: string; id: string; atMs: number }[] = [];
    const begin = Date.now();
    let failures = 3;
    center.receive(({ eventId }) => void calls.push({ name: "good", id: eventId, atMs: Date.now() - begin }), "good");
    center.receive(({ eventId }) => {
      calls.push({ name: "bad", id: eventId, atMs: Date.now() - begin });
      if (failures-- > 0) throw new Error("not now");
    }, "bad");
    await deliver("a");
    await pass(60_000);
    expect(calls.filter(({ name }) => name === "good")).toHaveLength(1);
    const bad = calls.filter(({ name }) => name === "bad");
    expect(bad).toHaveLength(4);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(1);
    const gaps = bad.slice(1).map(({ atMs }, index) => Math.round((atMs - (bad[index]?.atMs ?? 0)) / 1_000));
    expect(gaps).toEqual([1, 2, 4]);
  });

  test("every event of a delivery has its own stable id, and those that finished are not handled again", async () => {
    const { center, deliver } = await syncedHost();
    const ids: string[] = [];
    let failures = 1;
    center.receive((envelope) => {
      ids.push(`${textOf(envelope)} ${envelope.eventId}`);
      if (textOf(envelope) === "2" && failures-- > 0) throw new Error("not now");
    });
    await deliver("a", "1\n2\n3");
    await pass(60_000);
    expect(ids.map((one) => one.slice(0, 1))).toEqual(["1", "2", "3", "2"]);
    expect(ids[1]).toBe(ids[3]);
  });

  test.each<[string, InboundHandler]>([
    ["fails", () => Promise.reject(new Error("never"))],
    ["hangs", () => new Promise<void>(() => undefined)],
  ])("one event of a delivery that %s keeps back none of the others", async (_name, handler) => {
    const { center, store, deliver } = await syncedHost(
      {},
      { settings: { inboundMaxAttempts: 2, handlerTimeoutMs: 1_000, inboundBackoffBaseMs: 10 } },
    );
    const seen: string[] = [];
    center.receive((envelope) => {
      if (textOf(envelope) === "poison") return handler(envelope);
      seen.push(textOf(envelope));
    });
    await deliver("a", "1\npoison\n3");
    await pass(60_000);
    expect(seen).toEqual(["1", "3"]);
    expect(await store.inbound({ state: "parked", limit: 10 })).toHaveLength(1);
  });

  test("a handler that fails keeps the event back from none of the others", async () => {
    const { center, store, deliver } = await syncedHost({}, { settings: { inboundMaxAttempts: 2 } });
    const seen: string[] = [];
    center.receive(() => Promise.reject(new Error("never")), "first");
    center.receive((envelope) => void seen.push(textOf(envelope)), "second");
    await deliver("a");
    await pass(60_000);
    expect(seen).toEqual(["a"]);
    expect(await store.inbound({ state: "parked", limit: 10 })).toMatchObject([{ code: "HANDLER_FAILED" }]);
  });

  test("where two events of a delivery hang the rest waits for the next attempt, as do other deliveries no longer", async () => {
    const { center, deliver } = await syncedHost({}, { settings: { inboundMaxAttempts: 1, handlerTimeoutMs: 1_000 } });
    const begun: string[] = [];
    center.receive((envelope) => {
      begun.push(textOf(envelope));
      return new Promise<void>(() => undefined);
    });
    await deliver("a", "1\n2\n3\n4");
    await deliver("b");
    await pass(2_500);
    expect(begun).toEqual(["1", "2", "b"]);
  });

  const declared = { TOO_DEEP: { meaning: "too many parts", remedy: "look at it" } };
  const failWith = (code: string) => () => Promise.reject(Object.assign(new Error("a text nobody may see"), { code }));
  const failing: readonly (readonly [
    code: string,
    options: Partial<ScriptedProviderOptions>,
    handler: InboundHandler,
  ])[] = [
    ["HANDLER_FAILED", {}, () => Promise.reject(new Error("a text nobody may see"))],
    ["HANDLER_TIMEOUT", {}, () => new Promise<void>(() => undefined)],
    ["PARSE_FAILED", { parse: fail }, () => undefined],
    ["TOO_DEEP", { parse: failWith("TOO_DEEP"), manifest: { errors: declared } }, () => undefined],
    ["PARSE_FAILED", { parse: failWith("a code nobody declared"), manifest: { errors: declared } }, () => undefined],
    ["PARSE_FAILED", { parse: failWith("TOO_DEEP") }, () => undefined],
    ["PARSE_TIMEOUT", { parse: () => new Promise(() => undefined) }, () => undefined],
    ["EVENTS_INVALID", { parse: () => [{ type: "message" }] as never }, () => undefined],
    ["PARSE_FAILED", { parse: () => [Object.defineProperty({}, "type", { get: fail })] as never }, () => undefined],
  ];
  test.each(failing)("what keeps failing is parked as %s and keeps no other back", async (code, options, handler) => {
    const { center, store, deliver } = await syncedHost(options, {
      settings: { inboundMaxAttempts: 3, handlerTimeoutMs: 1_000, inboundBackoffBaseMs: 10 },
    });
    const parked: string[] = [];
    center.on("inbound-parked", (event) => parked.push(event.code));
    center.receive(handler);
    await deliver("a");
    await deliver("b");
    await pass(60_000);
    expect(parked).toEqual([code, code]);
    expect(await store.inbound({ state: "parked", limit: 10 })).toMatchObject([{ code, attempt: 3 }, { code }]);
  });

  test("a promise of another library is waited for", async () => {
    const { center, store, deliver } = await syncedHost();
    const held = gate();
    center.receive(
      () => ({ then: (resolve: () => void) => void held.passed.then(resolve) }) as unknown as Promise<void>,
    );
    await deliver("a");
    await settle();
    expect(await store.inbound({ state: "recorded", limit: 10 })).toHaveLength(1);
    held.open();
    // The mark that it is done waits for company.
    await pass(5);
    expect(await store.inbound({ state: "recorded", limit: 10 })).toHaveLength(0);
  });

  test("replay handles a parked delivery again, once however often it is asked", async () => {
    let broken = true;
    const { center, store, deliver } = await syncedHost(
      {
        parse: (raw) => {
          if (broken) throw new Error("unknown kind");
          return parse(raw);
        },
      },
      { settings: { inboundMaxAttempts: 1 } },
    );
    const seen: string[] = [];
    center.receive((envelope) => void seen.push(textOf(envelope)));
    await deliver("a");
    await settle();
    const [parked] = await store.inbound({ state: "parked", limit: 10 });
    const rawId = parked?.rawId ?? "";
    broken = false;
    await expect(center.replay("other", rawId)).rejects.toMatchObject({ code: "INBOUND_UNKNOWN" });
    const replays = await Promise.allSettled([center.replay("acme", rawId), center.replay("acme", rawId)]);
    await settle();
    expect(replays.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(seen).toEqual(["a"]);
  });

  test("replay after a restart, before anything was fetched, still handles once", async () => {
    const first = await syncedHost(
      {
        parse: (): never => fail(),
      },
      { settings: { inboundMaxAttempts: 1 } },
    );
    first.center.receive(() => undefined);
    await first.deliver("a");
    await settle();
    const [parked] = await first.store.inbound({ state: "parked", limit: 10 });
    const { center } = await syncedHost({}, { store: first.store.next() });
    await center.replay("acme", parked?.rawId ?? "");
    const seen: string[] = [];
    center.receive((envelope) => void seen.push(textOf(envelope)));
    await settle();
    expect(seen).toEqual(["a"]);
  });

  test("a restart delivers the rest, and nothing that was finished", async () => {
    const { center, store, deliver } = await syncedHost();
    const held = gate();
    const seen: string[] = [];
    center.receive(async (envelope) => {
      seen.push(textOf(envelope));
      if (textOf(envelope) === "2") await held.passed;
    });
    for (const key of ["1", "2", "3"]) await deliver(key);
    await settle();
    const next = await syncedHost({}, { store: store.next() });
    next.center.receive((envelope) => void seen.push(textOf(envelope)));
    await settle();
    expect(seen).toEqual(["1", "2", "2", "3"]);
  });

  test("what does not fit into memory waits in the store and comes in order, once", async () => {
    const { center, deliver } = await syncedHost({}, { settings: { inboundWindow: 4 } });
    const keys = Array.from({ length: 50 }, (_, index) => String(index));
    for (const key of keys.slice(0, 25)) await deliver(key);
    const seen: string[] = [];
    center.receive(async (envelope) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(textOf(envelope));
    });
    for (const key of keys.slice(25)) await deliver(key);
    await pass(1_000);
    expect(seen).toEqual(keys);
  });

  test("a channel whose handler hangs fills no other channel's memory", async () => {
    const { center, deliver } = await syncedHost({}, { settings: { inboundWindow: 16 } }, ["c1", "c2"]);
    const held = gate();
    const seen: string[] = [];
    center.receive(async (envelope) => {
      if (envelope.channelId === "c1") await held.passed;
      seen.push(textOf(envelope));
    });
    const keys = Array.from({ length: 60 }, (_, index) => `x${String(index)}`);
    for (const key of keys) await deliver(key);
    for (const key of ["1", "2", "3"]) await deliver(key, key, 1);
    await settle();
    expect(seen).toEqual(["1", "2", "3"]);
    held.open();
    await pass(1_000);
    expect(seen).toEqual(["1", "2", "3", ...keys]);
  });

  test("the backlog of a channel is found after a restart, and holds up no other", async () => {
    const options = { settings: { inboundWindow: 16 } };
    const first = await syncedHost({}, options, ["c1", "c2"]);
    const keys = Array.from({ length: 40 }, (_, index) => `x${String(index)}`);
    for (const key of keys) await first.deliver(key);
    const next = await syncedHost({}, { ...options, store: first.store.next() }, ["c1", "c2"]);
    const held = gate();
    const seen: string[] = [];
    next.center.receive(async (envelope) => {
      if (envelope.channelId === "c1") await held.passed;
      seen.push(textOf(envelope));
    });
    await next.deliver("1", "1", 1);
    await settle();
    expect(seen).toEqual(["1"]);
    held.open();
    await pass(1_000);
    expect(seen).toEqual(["1", ...keys]);
  });

  test("a delivery that comes while the store is read is not forgotten", async () => {
    const { center, store, deliver } = await syncedHost({}, { settings: { inboundWindow: 2 } });
    for (const key of ["1", "2", "3"]) await deliver(key);
    const reading = gate();
    store.reading = () => reading.passed;
    const seen: string[] = [];
    center.receive((envelope) => void seen.push(textOf(envelope)));
    await settle();
    await deliver("4");
    reading.open();
    await pass(5_000);
    expect(seen).toEqual(["1", "2", "3", "4"]);
  });

  test("deliveries of a disabled provider wait for it instead of being parked", async () => {
    const { center, store, deliver } = await syncedHost({}, { settings: { inboundMaxAttempts: 2 } });
    const parked: string[] = [];
    center.on("inbound-parked", ({ code }) => parked.push(code));
    await deliver("a");
    await center.providers.disable("scripted", act);
    const seen: string[] = [];
    center.receive((envelope) => void seen.push(textOf(envelope)));
    await pass(3_600_000);
    expect([seen, parked, (await store.inbound({ state: "recorded", limit: 9 })).length]).toEqual([[], [], 1]);
    await center.providers.enable("scripted", act);
    await settle();
    expect(seen).toEqual(["a"]);
  });

  test("deduplication keys are forgotten after the days the host keeps them, not before", async () => {
    const { center, deliver } = await syncedHost({}, { settings: { deduplicationDays: 2 } });
    center.receive(() => undefined);
    await deliver("a");
    await settle();
    await pass(86_400_000);
    expect(await deliver("a")).toEqual({ duplicate: true });
    await pass(86_400_000 + 7_200_000);
    expect(await deliver("a")).toEqual({ duplicate: false });
  });
});

describe("delivery reports", () => {
  const report = (status: string, occurredAt?: string): InboundEventInput =>
    ({
      type: "delivery-report",
      providerMessageId: "p1",
      status,
      ...(occurredAt === undefined ? {} : { occurredAt }),
    }) as InboundEventInput;
  const reportParse = (raw: RawInbound): InboundEventInput[] =>
    read(raw)
      .split(" ")
      .map((status) => report(status));
  const sendP1 = () => Promise.resolve({ outcome: "received", providerMessageId: "p1" });

  const orders = permutations(["sent", "delivered", "read", "delayed"]);
  test.each(orders.map((order) => [order.join(" ")]))("in the order %s end at read, never backwards", async (order) => {
    const { center, deliver } = await syncedHost({ parse: reportParse, send: sendP1 });
    const states: string[] = [];
    center.on("message-state-changed", ({ state }) => states.push(state));
    center.receive(() => undefined);
    const id = idOf(await center.send(text("a")));
    await settle();
    for (const status of order.split(" ")) await deliver(status);
    await settle();
    expect((await center.messages.status("acme", id)).state).toBe("read");
    const ranks = states.map((state) => ["received", "sent", "delivered", "read"].indexOf(state));
    expect(ranks).toEqual([...ranks].sort((left, right) => left - right));
  });

  test("that correct a failure take its code away, wherever the message is looked up", async () => {
    const parse = (raw: RawInbound): InboundEventInput[] =>
      read(raw) === "delivered"
        ? [{ type: "delivery-report", providerMessageId: "p1", status: "delivered" }]
        : [{ type: "delivery-report", providerMessageId: "p1", status: "undelivered", enhancedStatusCode: "5.1.1" }];
    const { center, deliver } = await syncedHost({ parse, send: sendP1 });
    center.receive(() => undefined);
    const id = idOf(await center.send(text("a")));
    await settle();
    await deliver("undelivered");
    await settle();
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "undelivered", code: "5.1.1" });
    await pass(1_000);
    await deliver("delivered");
    await settle();
    const delivered = { state: "delivered", code: undefined };
    expect(await center.messages.status("acme", id)).toMatchObject(delivered);
    expect(await center.messages.settled("acme", id)).toMatchObject(delivered);
    expect(await center.messages.list({ accountId: "acme" })).toMatchObject([delivered]);
  });

  test("reach the handler with the id of our message, and listeners as an event", async () => {
    const { center, deliver } = await syncedHost({ parse: reportParse, send: sendP1 });
    const handled: (string | undefined)[] = [];
    const told: string[] = [];
    center.receive(({ messageId }) => void handled.push(messageId));
    center.on("delivery-reported", ({ messageId, status }) => told.push(`${messageId} ${status}`));
    const id = idOf(await center.send(text("a")));
    await settle();
    await deliver("delivered");
    await settle();
    expect([handled, told]).toEqual([[id], [`${id} delivered`]]);
  });

  test("that come before the provider's answer move the message when the answer is there", async () => {
    const answer = gate();
    const { center, deliver } = await syncedHost({ parse: reportParse, send: () => answer.passed.then(sendP1) });
    center.receive(() => undefined);
    const id = idOf(await center.send(text("a")));
    await deliver("sent delivered");
    await settle();
    answer.open();
    await settle();
    expect((await center.messages.status("acme", id)).state).toBe("delivered");
  });

  test("that come before the provider's answer outlive a restart", async () => {
    const answer = gate();
    const first = await syncedHost({ parse: reportParse, send: () => answer.passed.then(sendP1) });
    first.center.receive(() => undefined);
    const id = idOf(await first.center.send(text("a")));
    await first.deliver("read");
    await settle();
    // The process ends when the receipt is durable, before the report that came early is applied to it.
    const store = first.store.next();
    const { sequence = 0 } = (await store.message("acme", id)) ?? {};
    const change = { sequence, queue: "none", dueAtMs: 0, attempt: 1, code: undefined, stateAtMs: 0 } as const;
    await store.commit([{ kind: "message-update", change: { ...change, state: "received", providerMessageId: "p1" } }]);
    const { center } = await syncedHost({ parse: reportParse }, { store });
    await settle();
    expect((await center.messages.status("acme", id)).state).toBe("read");
    expect(await store.documents({ collection: "early-reports", limit: 9 })).toEqual([]);
  });

  test("that come before the answer keep no recipient, and are kept once however often they come", async () => {
    const parse = (): InboundEventInput[] => [
      { type: "delivery-report", providerMessageId: "p9", status: "sent", recipient: "mia@example.org" },
    ];
    const { center, store, deliver } = await syncedHost({ parse });
    center.receive(() => undefined);
    await deliver("a");
    await deliver("b");
    await settle();
    const documents = await store.documents({ collection: "early-reports", limit: 9 });
    expect(documents).toHaveLength(1);
    expect(documents[0]?.value).not.toMatch(/mia@example.org/);
    expect(JSON.parse(documents[0]?.value ?? "{}")).toMatchObject({ reports: [{ report: { status: "sent" } }] });
  });

  test("from a clock that goes ahead do not keep a later correction out, and it is told how far it was ahead", async () => {
    const parse = (raw: RawInbound): InboundEventInput[] =>
      read(raw) === "1" ? [report("undelivered", "2030-01-01T00:00:00Z")] : [report("delivered")];
    const { center, deliver } = await syncedHost({ parse, send: sendP1 });
    const ahead: number[] = [];
    center.on("delivery-reported", ({ aheadMs }) => ahead.push(aheadMs));
    center.receive(() => undefined);
    const id = idOf(await center.send(text("a")));
    await settle();
    await deliver("1");
    await pass(1_000);
    await deliver("2");
    await settle();
    expect((await center.messages.status("acme", id)).state).toBe("delivered");
    expect(ahead).toEqual([expect.any(Number), 0]);
    expect(ahead[0]).toBeGreaterThan(365 * 86_400_000);
  });

  test("tell whose fault a failure is and whether another attempt may help", async () => {
    const parse = (): InboundEventInput[] => [
      { type: "delivery-report", providerMessageId: "p1", status: "undelivered", enhancedStatusCode: "5.1.1" },
    ];
    const { center, deliver } = await syncedHost({ parse, send: sendP1 });
    center.receive(() => undefined);
    const told: unknown[] = [];
    center.on("delivery-reported", ({ code, retryable, party }) => told.push({ code, retryable, party }));
    await center.send(text("a"));
    await settle();
    await deliver("a");
    await settle();
    expect(told).toEqual([{ code: "5.1.1", retryable: false, party: "recipient" }]);
  });

  test("settle an unknown outcome in mode callback, by our own reference", async () => {
    let id = "";
    const { center, deliver } = await syncedHost({
      idempotency: { mode: "callback" },
      send: () => Promise.resolve({ outcome: "unknown", code: "CONNECTION_LOST", party: "network" }),
      parse: () => [{ type: "delivery-report", providerMessageId: id, status: "delivered" }],
    });
    center.receive(() => undefined);
    id = idOf(await center.send(text("a")));
    await settle();
    expect((await center.messages.status("acme", id)).state).toBe("unknown");
    await deliver("a");
    await settle();
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "delivered", providerMessageId: id });
  });

  test("of another channel's message move nothing", async () => {
    const { center, deliver } = await syncedHost({ parse: reportParse, send: sendP1 }, {}, ["c1", "c2"]);
    center.receive(() => undefined);
    const id = idOf(await center.send(text("a")));
    await settle();
    await deliver("read", "read", 1);
    await settle();
    expect((await center.messages.status("acme", id)).state).toBe("received");
  });

  test("a message that was cancelled stays so", async () => {
    const { center, deliver } = await syncedHost({ parse: reportParse, send: sendP1 });
    center.receive(() => undefined);
    const id = idOf(await center.send(text("a", { notBeforeAt: "2026-11-22T00:00:00Z" })));
    await center.messages.cancel("acme", id, act);
    await deliver("read");
    await settle();
    expect((await center.messages.status("acme", id)).state).toBe("cancelled");
  });
});

describe("a synchronisation", () => {
  test("starts with the channel and with the host, and ends with them", async () => {
    const running = new Set<string>();
    let runs = 0;
    const sync = (_sink: InboundSinkV1, signal: AbortSignal): Promise<void> => {
      runs += 1;
      const name = String(runs);
      running.add(name);
      return new Promise((resolve) =>
        signal.addEventListener("abort", () => {
          running.delete(name);
          resolve();
        }),
      );
    };
    const { center } = await syncedHost({ sync });
    expect(running.size).toBe(1);
    await center.providers.disable("scripted", act);
    expect(running.size).toBe(0);
    await center.providers.enable("scripted", act);
    await settle();
    expect(running.size).toBe(1);
    await center.channels.deactivate("acme", "c1", act);
    expect([running.size, runs]).toEqual([0, 2]);
  });

  test("that rejects is reported and started again later", async () => {
    let runs = 0;
    const { center } = await syncedHost({
      sync: () => {
        runs += 1;
        return Promise.reject(new Error("login refused"));
      },
    });
    expect([runs, center.availability.channel("acme", "c1").party]).toEqual([1, "host"]);
    await pass(31_000);
    expect(runs).toBe(2);
  });

  test("that ignores being told to end does not keep the host from closing", async () => {
    const { center } = await syncedHost({ sync: () => new Promise(() => undefined) });
    let closed = false;
    void center.close({ graceMs: 0 }).then(() => (closed = true));
    await pass(60_000);
    expect(closed).toBe(true);
  });
});

function permutations(values: readonly string[]): string[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((value) => permutations(values.filter((one) => one !== value)).map((rest) => [value, ...rest]));
}
