import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { activate, startHost, text } from "../__fixtures__/start-host.js";
import type { InboundEventInput } from "../spec/inbound/inbound-event.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

test("a kind of channel that nobody has heard of works from activation to receipt, and its name is the manifest's (R1)", async () => {
  const scripted = scriptedProvider({ manifest: { channelKinds: ["carrier-pigeon"] } });
  const center = await startHost({ providers: [scripted.provider] });
  expect(await activate(center)).toMatchObject({ activated: true });
  expect(center.channels.list("acme")).toMatchObject([{ channelKind: "carrier-pigeon" }]);
  expect(await center.send(text("a"))).toMatchObject({ accepted: true });
  await settle();
  expect(scripted.seen).toMatchObject([{ text: "a" }]);
});

test("whatever comes in, nothing goes out: what people write, reports and notices make no message (R9)", async () => {
  const person = { kind: "phone", value: "+4930123456" } as const;
  const events: readonly InboundEventInput[] = [
    ...["Hello?", "STOP", "START", "HELP", "INFO", "please reply to this message"].map((said, index) => ({
      type: "message" as const,
      providerMessageId: `in-${index}`,
      from: person,
      to: ["+4930999"],
      text: said,
    })),
    {
      type: "message",
      providerMessageId: "auto",
      from: person,
      to: [],
      text: "I am out of office",
      automatic: "auto-reply",
    },
    { type: "delivery-report", providerMessageId: "p", status: "undelivered", permanence: "soft" },
    { type: "delivery-report", providerMessageId: "p", status: "complained" },
    { type: "conversation", event: "opt-out", subject: person.value },
    { type: "conversation", event: "opt-in", subject: person.value },
    { type: "conversation", event: "account-status", details: { field: "x" } },
  ];
  let sink: InboundSinkV1 | undefined;
  const scripted = scriptedProvider({
    sync: (given, signal) => {
      sink = given;
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
    parse: ({ body }) => [events[Number(new TextDecoder().decode(body))] as InboundEventInput],
  });
  const center = await startHost({ providers: [scripted.provider] });
  await activate(center);
  const heard: string[] = [];
  center.receive(({ event }) => void heard.push(event.type));
  await settle();
  for (const index of events.keys())
    await sink?.accept({
      deduplicationKey: String(index),
      contentType: "text/plain",
      body: new TextEncoder().encode(String(index)),
    });
  await settle();
  expect(heard).toHaveLength(events.length);
  expect(scripted.seen).toEqual([]);
});

test("what a message says is nobody's business: any text within the size goes out as it is (R8, R10)", async () => {
  const scripted = scriptedProvider({ content: { maxTextLength: 100 } });
  const center = await startHost({ providers: [scripted.provider] });
  await activate(center);
  const suspicious = [
    "FREE!!! viagra $$$ click http://bit.ly/x",
    "<script>alert(1)</script>",
    "'; DROP TABLE messages;--",
  ];
  const texts = fc.oneof(fc.constantFrom(...suspicious), fc.string({ unit: "binary", minLength: 1, maxLength: 50 }));
  const run = fc.asyncProperty(texts, async (said) => {
    const before = scripted.seen.length;
    expect(await center.send(text(said))).toMatchObject({ accepted: true });
    await settle();
    expect(scripted.seen.slice(before)).toMatchObject([{ text: said }]);
  });
  await fc.assert(run, { numRuns: 60 });
});
