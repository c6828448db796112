import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { received, scriptedProvider, type ScriptedProviderOptions } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { ContactCenter } from "../host/contact-center.js";
import type { ContactCenterOptions } from "../host/contact-center-options.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { InboundEventInput } from "../spec/inbound/inbound-event.js";
import type { RawInbound } from "../spec/inbound/raw-inbound.js";
import type { InboundEnvelope } from "./inbound-envelope.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const person = { kind: "phone", value: "+4930123456" } as const;
const read = (raw: RawInbound): string => new TextDecoder().decode(raw.body);
const parse = (raw: RawInbound): InboundEventInput[] =>
  read(raw)
    .split("\n")
    .map((line) => ({ type: "message", providerMessageId: line, from: person, to: [], text: line }));
const textOf = ({ event }: InboundEnvelope): string => (event.type === "message" ? (event.text ?? "") : event.type);
const reasons = async (center: ContactCenter): Promise<string[]> =>
  (await center.suppressions.of("acme", person)).map(({ reason }) => reason);

async function host(options: Partial<ScriptedProviderOptions> = {}, more: Partial<ContactCenterOptions> = {}) {
  const sinks: InboundSinkV1[] = [];
  const { provider } = scriptedProvider({
    parse,
    send: () => Promise.resolve(received("p1")),
    sync: (sink, signal) => {
      sinks.push(sink);
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
    ...options,
  });
  const store = (more.store as TestStore | undefined) ?? testStore();
  const center = await startHost({ ...more, store, providers: [provider] });
  if (center.channels.list("acme").length === 0) await activate(center);
  await settle();
  const deliver = async (key: string, value = key): Promise<void> => {
    const body = new TextEncoder().encode(value);
    await sinks[0]?.accept({ deduplicationKey: key, contentType: "text/plain", body });
  };
  return { center, store, sinks, deliver };
}

test("an opt-out counts at once where the host has no handler yet, and its event waits for one", async () => {
  const { center, deliver } = await host();
  await deliver("hello");
  await deliver("STOP");
  await settle();
  expect(await reasons(center)).toEqual(["opt-out"]);
  expect(await center.send(text("an offer"))).toMatchObject({
    accepted: false,
    refusal: { code: "RECIPIENT_SUPPRESSED" },
  });
  const seen: string[] = [];
  center.receive((envelope) => void seen.push(textOf(envelope)));
  await settle();
  expect(seen).toEqual(["hello", "STOP"]);
});

test.each<[string, object, string]>([
  ["a complaint", { status: "complained" }, "complaint"],
  ["a dead address", { status: "undelivered", permanence: "hard", enhancedStatusCode: "5.1.1" }, "hard-bounce"],
])("%s counts without a handler, and moves the message as it would with one", async (_name, report, reason) => {
  const parse = () => [{ type: "delivery-report", providerMessageId: "p1", ...report } as InboundEventInput];
  const { center, deliver } = await host({ parse });
  await center.send(text("a"));
  await settle();
  await deliver("report");
  await settle();
  expect(await reasons(center)).toEqual([reason]);
});

test("what is heard costs no write but the opt-out's own and its mark", async () => {
  const { store, deliver } = await host();
  await deliver("hello");
  await settle();
  const before = store.groups.length;
  await deliver("more words");
  await settle();
  expect(store.groups.slice(before).map((group) => group.map(({ kind }) => kind))).toEqual([["inbound-insert"]]);
});

test("many more deliveries than memory holds are heard, and all come to the handler in their order, once", async () => {
  const { center, deliver } = await host({}, { settings: { inboundWindow: 4 } });
  const keys = Array.from({ length: 40 }, (_, index) => `word ${String(index)}`);
  for (const key of keys) await deliver(key);
  await deliver("STOP");
  await settle();
  expect(await reasons(center)).toEqual(["opt-out"]);
  const seen: string[] = [];
  const off = center.receive((envelope) => void seen.push(textOf(envelope)));
  await deliver("later");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(seen).toEqual([...keys, "STOP", "later"]);
  off();
  await deliver("without");
  await vi.advanceTimersByTimeAsync(1_000);
  center.receive((envelope) => void seen.push(textOf(envelope)));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen.slice(-2)).toEqual(["later", "without"]);
});

test("what was heard is not read again for the first handler, however the host was started", async () => {
  const reads: string[] = [];
  const counting = (raw: RawInbound): InboundEventInput[] => {
    reads.push(read(raw));
    return parse(raw);
  };
  const { store, deliver } = await host();
  for (const key of ["1", "2", "3"]) await deliver(key);
  const { center } = await host({ parse: counting }, { store: store.next() });
  const seen: string[] = [];
  center.receive((envelope) => void seen.push(textOf(envelope)));
  await settle();
  expect([seen, reads]).toEqual([
    ["1", "2", "3"],
    ["1", "2", "3"],
  ]);
});

test("and of large ones no more is kept than memory has room for", async () => {
  const reads: number[] = [];
  const { center, deliver } = await host({
    parse: (raw) => {
      reads.push(raw.body.byteLength);
      return [{ type: "message", providerMessageId: "1", from: person, to: [], text: String(raw.body.byteLength) }];
    },
  });
  const sizes = [2_000_000, 2_000_001, 2_000_002];
  for (const size of sizes) await deliver(String(size), "x".repeat(size));
  await settle();
  const seen: string[] = [];
  center.receive((envelope) => void seen.push(textOf(envelope)));
  await settle();
  expect([seen, reads]).toEqual([sizes.map(String), [...sizes, 2_000_002]]);
});

test("of an account that was deleted nothing is kept: its place is free for others", async () => {
  const reads: number[] = [];
  const { center, sinks, deliver } = await host({
    parse: (raw) => {
      reads.push(raw.body.byteLength);
      return [{ type: "message", providerMessageId: "1", from: person, to: [], text: "" }];
    },
  });
  await deliver("first", "x".repeat(3_000_000));
  await settle();
  await center.accounts.delete({ accountId: "acme", reason: "the contract ended", act });
  await activate(center, { accountId: "other", channelId: "c2" });
  await settle();
  const body = new TextEncoder().encode("y".repeat(3_000_001));
  await sinks.at(-1)?.accept({ deduplicationKey: "second", contentType: "text/plain", body });
  await settle();
  center.receive(() => undefined);
  await settle();
  expect(reads).toEqual([3_000_000, 3_000_001]);
});

test("a handler that comes while a delivery is heard gets it, before what came after it", async () => {
  const held = gate();
  const { center, deliver } = await host({ parse: (raw) => held.passed.then(() => parse(raw)) });
  await deliver("1");
  await deliver("2");
  await settle();
  const seen: string[] = [];
  center.receive((envelope) => void seen.push(textOf(envelope)));
  await deliver("3");
  held.open();
  await settle();
  expect(seen).toEqual(["1", "2", "3"]);
});

test("a handler that comes while a delivery waits to be heard again gets it, before what came after it", async () => {
  let broken = true;
  const { center, deliver } = await host({
    parse: (raw) => {
      if (broken && read(raw) === "1") throw new Error("not now");
      return parse(raw);
    },
  });
  await deliver("1");
  await deliver("2");
  await settle();
  broken = false;
  const seen: string[] = [];
  center.receive((envelope) => void seen.push(textOf(envelope)));
  await settle();
  expect(seen).toEqual(["1", "2"]);
});

test("an opt-out that was heard is not heard again with its handler, what was decided since stands", async () => {
  const { center, store, deliver } = await host();
  await deliver("STOP");
  await settle();
  await center.suppressions.lift("acme", person, act, "sms");
  center.receive(() => undefined);
  await settle();
  expect(await reasons(center)).toEqual([]);
  await deliver("STOP again", "STOP");
  await settle();
  await center.suppressions.lift("acme", person, act, "sms");
  const next = await host({}, { store: store.next() });
  await settle();
  expect(await reasons(next.center)).toEqual([]);
});

test("the same holds after a restart that comes before there is a handler", async () => {
  const { center, store, deliver } = await host();
  await deliver("STOP");
  await settle();
  await center.suppressions.lift("acme", person, act, "sms");
  const next = await host({}, { store: store.next() });
  await settle();
  expect(await reasons(next.center)).toEqual([]);
  const seen: string[] = [];
  next.center.receive((envelope) => void seen.push(textOf(envelope)));
  await settle();
  expect([seen, await reasons(next.center)]).toEqual([["STOP"], []]);
});

test("an opt-out that an ended process recorded and did not read is heard by the next, without a handler", async () => {
  const never = new Promise<never>(() => undefined);
  const { store, deliver } = await host({ parse: () => never });
  await deliver("STOP");
  await settle();
  const { center } = await host({}, { store: store.next() });
  await settle();
  expect(await reasons(center)).toEqual(["opt-out"]);
});

test("a STOP whose handler fails does not undo the START that came after it", async () => {
  const { center, deliver } = await host({}, { settings: { inboundBackoffBaseMs: 1_000 } });
  let failures = 1;
  center.receive((envelope) => {
    if (textOf(envelope) === "STOP" && failures-- > 0) throw new Error("not now");
  });
  await deliver("STOP");
  await deliver("START");
  await settle();
  expect(await reasons(center)).toEqual([]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await reasons(center)).toEqual([]);
});

test("a complaint that comes before the provider's answer counts when the answer is there", async () => {
  const answer = gate();
  const { center, deliver } = await host({
    send: () => answer.passed.then(() => received("p1")),
    parse: () => [{ type: "delivery-report", providerMessageId: "p1", status: "complained" }],
  });
  center.receive(() => undefined);
  await center.send(text("a"));
  await deliver("report");
  await settle();
  answer.open();
  await settle();
  expect(await reasons(center)).toEqual(["complaint"]);
});

test("what cannot be read is parked without a handler too, and holds up no opt-out after it", async () => {
  const { center, deliver } = await host(
    {
      parse: (raw) => {
        if (read(raw) === "broken") throw new Error("unknown kind");
        return parse(raw);
      },
    },
    { settings: { inboundMaxAttempts: 2, inboundBackoffBaseMs: 10 } },
  );
  const parked: string[] = [];
  center.on("inbound-parked", ({ code }) => parked.push(code));
  await deliver("broken");
  await deliver("STOP");
  await vi.advanceTimersByTimeAsync(1_000);
  expect([parked, await reasons(center)]).toEqual([["PARSE_FAILED"], ["opt-out"]]);
});
