import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { InboundEventInput } from "../spec/inbound/inbound-event.js";
import type { OutboundMessageInput } from "../spec/message/outbound-message.js";

const HOUR_MS = 3_600_000;
const PERSON = "+4930123456";
const startedAtMs = Date.parse("2026-11-21T12:00:00Z");
beforeEach(() => void vi.useFakeTimers({ now: startedAtMs }));
afterEach(() => void vi.useRealTimers());
const pass = (stepMs: number): Promise<unknown> => vi.advanceTimersByTimeAsync(stepMs);

const serviceWindow = { hours: 24, documentation: "https://example.com/window" };
const features = { text: "full", template: "full", "reply-context": "full", "sender-choice": "full" } as const;

/** A host with a window on its channels; `wrote` is a person's message that the provider delivers. */
async function windowHost(
  store: TestStore = testStore(),
  channels: readonly string[] = ["c1"],
  window: object | false = {},
) {
  const sinks: InboundSinkV1[] = [];
  const scripted = scriptedProvider({
    content: {
      features,
      addressKinds: ["phone", "handle"],
      ...(window === false ? {} : { serviceWindow: { ...serviceWindow, ...window } }),
    },
    parse: (raw) => [JSON.parse(new TextDecoder().decode(raw.body)) as InboundEventInput],
    sync: (sink, signal) => {
      sinks.push(sink);
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  });
  const center = await startHost({ store, providers: [scripted.provider] });
  for (const channelId of channels)
    if (center.channels.list("acme").length < channels.length) await activate(center, { channelId });
  center.receive(() => undefined);
  await settle();
  let delivered = 0;
  const wrote = async (changes: Partial<Extract<InboundEventInput, { type: "message" }>> = {}, channel = 0) => {
    delivered += 1;
    const id = `in-${String(delivered)}-${String(Date.now())}`;
    const event = {
      type: "message",
      providerMessageId: id,
      from: { kind: "phone", value: PERSON },
      to: [],
      ...changes,
    };
    const body = new TextEncoder().encode(JSON.stringify(event));
    await sinks[channel]?.accept({ deduplicationKey: id, contentType: "application/json", body });
    await settle();
  };
  const send = async (changes: Partial<OutboundMessageInput> = {}): Promise<string> => {
    const result = await center.send(text("hello", changes));
    await settle();
    return result.accepted ? "accepted" : result.refusal.code;
  };
  return { center, store, scripted, wrote, send };
}

test("free content is refused until the person wrote, and for 24 hours after it passes", async () => {
  const { send, wrote, scripted } = await windowHost();
  expect(await send()).toBe("SERVICE_WINDOW_CLOSED");
  await wrote();
  expect(await send()).toBe("accepted");
  await pass(24 * HOUR_MS - 1_000);
  expect(await send()).toBe("accepted");
  await pass(1_000);
  expect(await send()).toBe("SERVICE_WINDOW_CLOSED");
  expect(scripted.seen).toHaveLength(2);
});

test("an approved template passes at any time", async () => {
  const { send } = await windowHost();
  expect(await send({ content: { type: "template", name: "order_ready", language: "en" } })).toBe("accepted");
});

test("a channel without a window asks nobody", async () => {
  const { send, store } = await windowHost(testStore(), ["c1"], false);
  const asked = vi.spyOn(store, "document");
  expect(await send()).toBe("accepted");
  expect(asked).not.toHaveBeenCalled();
});

test("another message of the person opens it anew; an older one that comes late does not shorten it", async () => {
  const { send, wrote } = await windowHost();
  await wrote();
  await pass(20 * HOUR_MS);
  await wrote();
  await wrote({ occurredAt: "2026-11-21T12:00:01Z" });
  await pass(20 * HOUR_MS);
  expect(await send()).toBe("accepted");
});

test("counts from the provider's time, which cannot lie in the future", async () => {
  const { send, wrote } = await windowHost();
  await wrote({ occurredAt: "2026-11-20T12:00:00Z" });
  expect(await send()).toBe("SERVICE_WINDOW_CLOSED");
  await wrote({ occurredAt: "2026-12-24T12:00:00Z" });
  expect(await send()).toBe("accepted");
  await pass(24 * HOUR_MS);
  expect(await send()).toBe("SERVICE_WINDOW_CLOSED");
});

test("is open under every name the person is known by, and for nobody else", async () => {
  const { send, wrote } = await windowHost();
  await wrote({ alsoKnownAs: [{ kind: "handle", value: "DE.1234" }] });
  const to = (kind: "phone" | "handle", value: string) => send({ recipients: [{ address: { kind, value } }] });
  expect(await to("handle", "DE.1234")).toBe("accepted");
  expect(await to("phone", PERSON)).toBe("accepted");
  expect(await to("phone", `${PERSON}7`)).toBe("SERVICE_WINDOW_CLOSED");
});

test("is a channel's own", async () => {
  const { send, wrote } = await windowHost(testStore(), ["c1", "c2"]);
  await wrote({}, 1);
  expect(await send({ channelId: "c1" })).toBe("SERVICE_WINDOW_CLOSED");
  expect(await send({ channelId: "c2" })).toBe("accepted");
});

describe("of a channel with several senders", () => {
  const [OWN, FURTHER] = ["+4930000001", "+4930000002"];
  const as = (value: string) => ({ sender: { kind: "phone" as const, value } });

  test("a window is that of the sender the person wrote to", async () => {
    const { send, wrote } = await windowHost();
    await wrote({ to: [FURTHER] });
    expect(await send(as(OWN))).toBe("SERVICE_WINDOW_CLOSED");
    expect(await send(as(FURTHER))).toBe("accepted");
    await pass(20 * HOUR_MS);
    await wrote({ to: [OWN] });
    expect(await send(as(OWN))).toBe("accepted");
    await pass(4 * HOUR_MS);
    expect(await send(as(FURTHER))).toBe("SERVICE_WINDOW_CLOSED");
  });

  test("a restart keeps them apart", async () => {
    const first = await windowHost();
    await first.wrote({ to: [FURTHER] });
    const second = await windowHost(first.store.next());
    expect(await second.send(as(OWN))).toBe("SERVICE_WINDOW_CLOSED");
    expect(await second.send(as(FURTHER))).toBe("accepted");
  });

  test("a message that names none needs the window of the channel's own", async () => {
    // The setting of these channels that has a text.
    const { send, wrote } = await windowHost(testStore(), ["c1"], { sender: { setting: "countries.0" } });
    await wrote({ to: [FURTHER] });
    expect(await send()).toBe("SERVICE_WINDOW_CLOSED");
    await wrote({ to: ["DE"] });
    expect(await send()).toBe("accepted");
  });

  test("a message that tells no sender opens them all", async () => {
    const { send, wrote } = await windowHost();
    await wrote();
    expect(await send(as(OWN))).toBe("accepted");
  });
});

test("a handler can answer at once, before anything of the window is durable", async () => {
  const { center, wrote, store } = await windowHost();
  const answers: string[] = [];
  center.receive(async () => {
    const held = gate();
    store.fate = () => held.passed;
    const sending = center.send(text("at once"));
    held.open();
    store.fate = () => "commit";
    const result = await sending;
    answers.push(result.accepted ? "accepted" : result.refusal.code);
  }, "answering");
  await wrote();
  expect(answers).toEqual(["accepted"]);
});

test("survives a power loss after the delivery was handled", async () => {
  const before = await windowHost();
  await before.wrote();
  const after = await windowHost(before.store.next());
  await pass(HOUR_MS);
  expect(await after.send()).toBe("accepted");
  await pass(23 * HOUR_MS);
  expect(await after.send()).toBe("SERVICE_WINDOW_CLOSED");
});

test("a message that waits beyond the window is held, and goes on when the person wrote again", async () => {
  const { center, scripted, wrote } = await windowHost();
  await wrote();
  const messageId = idOf(await center.send(text("later", { notBeforeAt: "2026-11-22T13:00:00Z" })));
  await pass(26 * HOUR_MS);
  expect(await center.messages.status("acme", messageId)).toMatchObject({
    state: "held",
    code: "SERVICE_WINDOW_CLOSED",
  });
  expect(scripted.seen).toEqual([]);
  await wrote();
  expect(await center.messages.release("acme", "c1", act)).toBe(1);
  await settle();
  expect(scripted.seen).toHaveLength(1);
  // 26 hours second by second: more than a busy machine does in a test's usual time.
}, 90_000);

test("what is kept names no address, and is taken away when the window is long closed", async () => {
  const { store, wrote } = await windowHost();
  const documents = () => store.documents({ collection: "service-window", limit: 10 });
  await wrote();
  const [first] = await documents();
  expect(first).toMatchObject({ accountId: "acme", id: expect.stringMatching(/^c1\/[\w-]{22}$/) });
  expect(JSON.stringify(first)).not.toContain("4930123456");
  await pass(30 * HOUR_MS);
  await wrote({ from: { kind: "phone", value: "+4930999999" } });
  const left = await documents();
  expect(left).toHaveLength(1);
  expect(left[0]?.id).not.toBe(first?.id);
});

test("an older message that comes after a restart does not shorten it", async () => {
  const first = await windowHost();
  await first.wrote();
  await pass(1_000);
  const second = await windowHost(first.store.next());
  await second.wrote({ occurredAt: new Date(startedAtMs - 23 * HOUR_MS).toISOString() });
  await pass(2 * HOUR_MS);
  expect(await second.send()).toBe("accepted");
});
