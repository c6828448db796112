import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { received, scriptedProvider, type ScriptedProviderOptions } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, startHost } from "../__fixtures__/start-host.js";
import { gate, testStore } from "../__fixtures__/test-store.js";
import type { CallResult } from "../calls/call-desk.js";
import type { WebhookAnswerV1, WebhookRequestV1 } from "../inbound/webhook/webhook-request.js";
import type { CallRequestV1, CallsV1 } from "../spec/capabilities/calls.js";
import type { CallEvent } from "../spec/inbound/call-event.js";
import type { CallCapability } from "../spec/manifest/call-capability.js";
import type { SendOutcomeInput } from "../spec/outcome/send-outcome.js";
import type { ContactCenter } from "./contact-center.js";
import type { ContactCenterOptions } from "./contact-center-options.js";

/** The answer to a webhook is text where it has a body at all. */
function textOf(body: unknown): string {
  if (typeof body !== "string") throw new TypeError("not a text");
  return body;
}

beforeEach(() => vi.useFakeTimers({ now: Date.parse("2026-11-22T12:00:00Z") }));
afterEach(() => vi.useRealTimers());

const decoder = new TextDecoder();

interface Line {
  readonly options: ScriptedProviderOptions;
  readonly placed: CallRequestV1[];
  readonly controlled: { callId: string; verbs: readonly unknown[] }[];
  live: string[];
  answer: () => SendOutcomeInput | Promise<SendOutcomeInput>;
}

/** A provider of calls whose webhooks are JSON: the call's event, and whose answers are JSON: the verbs. */
function line(capability: Partial<CallCapability> = {}, methods: Partial<CallsV1> = {}): Line {
  const placed: CallRequestV1[] = [];
  const controlled: Line["controlled"] = [];
  const made: Line = {
    placed,
    controlled,
    live: [],
    answer: () => received(`CA${String(placed.length)}`),
    options: {
      offers: {
        calls: {
          doCall: (request) => {
            placed.push(request);
            return Promise.resolve(made.answer());
          },
          doControl: ({ callId, verbs }) => {
            controlled.push({ callId, verbs });
            return Promise.resolve(received());
          },
          doAnswer: ({ verbs }) => ({ contentType: "application/json", body: JSON.stringify(verbs) }),
          doResume: ({ callIds }) =>
            Promise.resolve(
              callIds
                .filter((id) => made.live.includes(id))
                .map((callId): CallEvent => ({ type: "call", callId, event: "answered", direction: "outbound" })),
            ),
          ...methods,
        },
      },
      parse: ({ body }) => JSON.parse(decoder.decode(body)) as CallEvent[],
      manifest: {
        channelKinds: ["voice"],
        calls: {
          verbs: { answer: "full", say: "full", gather: "full", dial: "full", record: "full", "hang-up": "full" },
          destinations: ["phone"],
          callOperation: "send-message",
          ...capability,
        },
        webhooks: {
          signature: { scheme: "none" },
          secondFactor: { scheme: "secret-path", secret: "key" },
          strength: "weak",
          acknowledgement: { body: "ok" },
          tryAgainStatus: 503,
          neverAgainStatus: 410,
          retriedForSeconds: 60,
          deduplicationKey: "the body",
          documentation: "https://scripted.example.com/webhooks",
        },
      },
    },
  };
  return made;
}

const secrets = { resolve: () => Promise.resolve({ current: { key: "0123456789abcdef" } }) };

async function host(of: Line, options: Partial<ContactCenterOptions> = {}): Promise<ContactCenter> {
  const center = await startHost({ providers: [scriptedProvider(of.options).provider], secrets, ...options });
  if (center.channels.list("acme").length === 0) await activate(center, { secret: "s" });
  return center;
}

function webhook(center: ContactCenter, events: readonly CallEvent[]): Promise<WebhookAnswerV1> {
  const body = new TextEncoder().encode(JSON.stringify(events));
  const request: Partial<WebhookRequestV1> = {
    method: "POST",
    target: "/webhooks/c1/0123456789abcdef",
    protocol: "https",
    header: (name) => (name === "content-type" ? "application/json" : undefined),
    readBody: () => Promise.resolve(body),
  };
  return center.answerWebhook(request as WebhookRequestV1);
}

const start = (center: ContactCenter, more: object = {}): Promise<CallResult> =>
  center.calls.start({
    accountId: "acme",
    channelId: "c1",
    to: "+4930901820",
    verbs: [{ verb: "say", text: "Hi" }],
    ...more,
  });

const event = (name: CallEvent["event"], more: Partial<CallEvent> = {}): CallEvent => ({
  type: "call",
  callId: "CA1",
  event: name,
  direction: "outbound",
  ...more,
});

function begun(result: CallResult): string {
  if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
  return result.call.sessionId;
}

describe("a call that is dialled on another telephone is asked about", () => {
  const softphone: Partial<CallCapability> = { destinations: ["phone", "sip", "line"] };
  const check = (center: ContactCenter, more: object) =>
    center.calls.check({ accountId: "acme", channelId: "c1", to: "sip:bert@desk.example", ...more });

  test("and passes where every gate agrees: nobody is called by the host", async () => {
    const one = line(softphone);
    const center = await host(one);
    expect(await check(center, {})).toEqual({ accepted: true });
    expect(one.placed).toEqual([]);
    expect(center.calls.live("acme")).toEqual([]);
  });

  test.each([
    ["an emergency number", { to: "sip:112@desk.example" }, "EMERGENCY_NUMBER"],
    ["somebody who does not want to be called", { to: "sip:+4930901820@desk.example" }, "RECIPIENT_SUPPRESSED"],
    ["the same, without the country", { to: "sip:030901820@desk.example", country: "DE" }, "RECIPIENT_SUPPRESSED"],
  ])("and is refused with %s, on record", async (_name, more, code) => {
    const center = await host(line(softphone));
    const address = { kind: "phone", value: "+4930901820" } as const;
    await center.suppressions.add({ accountId: "acme", address, scope: "voice", reason: "objection", act });
    expect(await check(center, more)).toMatchObject({ accepted: false, refusal: { code } });
    await settle();
    expect(await center.ledger.audit({ accountId: "acme", action: "call-refused" })).toHaveLength(1);
  });

  test("and counts for fair use", async () => {
    const small = { limits: [{ per: "account" as const, messages: 2, windowSeconds: 60 }] };
    const center = await host(line(softphone), { fairUse: { plans: { small }, defaultPlan: "small" } });
    for (const accepted of [true, true, false]) expect(await check(center, {})).toMatchObject({ accepted });
  });

  test("and is no question of another account", async () => {
    const center = await host(line(softphone));
    await expect(check(center, { accountId: "other" })).rejects.toMatchObject({ code: "CHANNEL_UNKNOWN" });
  });
});

describe("a call is started", () => {
  test("behind the gates, durable, with a receipt in the ledger", async () => {
    const one = line();
    const center = await host(one);
    const result = await start(center, { ringTimeoutMs: 20_000 });
    expect(result).toMatchObject({
      accepted: true,
      call: { state: "begun", callId: "CA1" },
      outcome: { outcome: "received" },
    });
    expect(one.placed).toMatchObject([
      { to: "+4930901820", idempotencyKey: begun(result), ringTimeoutMs: 20_000, verbs: [{ verb: "say", text: "Hi" }] },
    ]);
    await settle();
    expect(await center.ledger.entries({ accountId: "acme" })).toMatchObject([
      { messageId: begun(result), outcome: "received", operation: "send-message", providerMessageId: "CA1" },
    ]);
  });

  test("and is found in the ledger by who was called and who is joined, and by nobody else", async () => {
    const center = await host(line());
    const id = begun(await start(center, { verbs: [{ verb: "dial", to: "+4930901821", timeoutMs: 30_000 }] }));
    await settle();
    const of = (value: string) => center.ledger.entries({ accountId: "acme", recipient: { kind: "phone", value } });
    expect(await of("+4930901820")).toMatchObject([{ messageId: id }]);
    expect(await of("+4930901821")).toMatchObject([{ messageId: id }]);
    expect(await of("+4930901822")).toEqual([]);
  });

  test.each([
    ["a verb the provider does not have", { verbs: [{ verb: "queue", name: "sales" }] }, "CALL_VERB_UNSUPPORTED"],
    ["machine detection it does not have", { detectMachine: true }, "CALL_VERB_UNSUPPORTED"],
    ["an emergency number", { to: "112" }, "EMERGENCY_NUMBER"],
    ["an emergency number behind a country code", { to: "+49110" }, "EMERGENCY_NUMBER"],
    ["an emergency number to be joined", { verbs: [{ verb: "dial", to: "911" }] }, "EMERGENCY_NUMBER"],
    ["no number", { to: "030901820" }, "NUMBER_INVALID"],
    ["a SIP address it does not reach", { to: "sip:bob@pbx.example" }, "CALL_DESTINATION_UNSUPPORTED"],
  ])("not with %s: refused by name, and nobody is called", async (_name, more, code) => {
    const one = line();
    const center = await host(one);
    expect(await start(center, more)).toMatchObject({ accepted: false, refusal: { code } });
    expect(one.placed).toEqual([]);
    await settle();
    expect(await center.ledger.audit({ accountId: "acme", action: "call-refused" })).toHaveLength(1);
  });

  test("not to somebody who does not want to be called", async () => {
    const one = line();
    const center = await host(one);
    const address = { kind: "phone", value: "+4930901820" } as const;
    await center.suppressions.add({ accountId: "acme", address, scope: "voice", reason: "objection", act });
    expect(await start(center)).toMatchObject({ accepted: false, refusal: { code: "RECIPIENT_SUPPRESSED" } });
    expect(await start(center, { to: "+4930901821", verbs: [{ verb: "dial", to: address.value }] })).toMatchObject({
      accepted: false,
    });
    expect(one.placed).toEqual([]);
  });

  test.each([
    ["a SIP address", "sip:+4930901820@trunk.example"],
    ["a SIP address with its prefix for abroad", "sip:004930901820@trunk.example"],
    ["a line's name", "PJSIP/4930901820@trunk"],
  ])("not to somebody who does not want to be called, by the number in %s", async (_name, to) => {
    const one = line({ destinations: ["phone", "sip", "line"] });
    const center = await host(one);
    const address = { kind: "phone", value: "+4930901820" } as const;
    await center.suppressions.add({ accountId: "acme", address, scope: "voice", reason: "objection", act });
    expect(await start(center, { to })).toMatchObject({ refusal: { code: "RECIPIENT_SUPPRESSED" } });
    const verbs = [{ verb: "dial", to }];
    expect(await start(center, { to: "+4930901821", verbs })).toMatchObject({ accepted: false });
    expect(one.placed).toEqual([]);
  });

  test("to an emergency number when the host says, word for word, what it gives up", async () => {
    const one = line();
    const emergencyCalls = "allowed: no location is passed and no connection is promised";
    const center = await host(one, { calls: { emergencyCalls } });
    expect(await start(center, { to: "112" })).toMatchObject({ accepted: true });
    expect(one.placed).toHaveLength(1);
  });

  test("once for one key, however often and at once it is asked", async () => {
    const one = line();
    const center = await host(one);
    const all = await Promise.all([1, 2, 3].map(() => start(center, { idempotencyKey: "k" })));
    expect(new Set(all.map(begun)).size).toBe(1);
    expect(one.placed).toHaveLength(1);
    await expect(start(center, { idempotencyKey: "k", to: "+4930901821" })).rejects.toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
    });
  });

  test("for each account by its own keys, also where account and key read alike together", async () => {
    const one = line();
    const center = await host(one);
    await activate(center, { accountId: "acme/eu", channelId: "c2", secret: "s" });
    const first = begun(await start(center, { idempotencyKey: "eu/1" }));
    const second = begun(await start(center, { accountId: "acme/eu", channelId: "c2", idempotencyKey: "1" }));
    expect(second).not.toBe(first);
    expect(begun(await start(center, { idempotencyKey: "eu/1" }))).toBe(first);
    expect(one.placed).toHaveLength(2);
  });

  test("and never a second time by the host: a failure is told, an unknown outcome stays until events say more", async () => {
    const one = line();
    const center = await host(one);
    one.answer = () => ({ outcome: "try-again", code: "BUSY_TRUNK", party: "provider", retryAfterMs: 5 });
    expect(await start(center)).toMatchObject({ call: { state: "refused", code: "BUSY_TRUNK" } });
    one.answer = () => ({ outcome: "unknown", code: "REPLY_LOST", party: "network" });
    const id = begun(await start(center));
    expect((await center.calls.get("acme", id)).state).toBe("unknown");
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(one.placed).toHaveLength(2);
    await webhook(center, [event("ringing", { callId: "CA9", reference: id })]);
    expect(await center.calls.get("acme", id)).toMatchObject({ state: "ringing", callId: "CA9" });
  });

  test.each([486, 600, 603, 607])(
    "a call refused with SIP %i is not repeated, nor sent another way",
    async (sipStatus) => {
      const one = line();
      const center = await host(one);
      await activate(center, { channelId: "c2", secret: "s" });
      const id = begun(await start(center));
      await webhook(center, [event("ended", { sipStatus })]);
      await settle();
      expect(await center.calls.get("acme", id)).toMatchObject({
        state: "ended",
        party: "recipient",
        recipientDecided: true,
      });
      expect(await start(center, { retryOf: id })).toMatchObject({
        accepted: false,
        refusal: { code: "RECIPIENT_DECIDED" },
      });
      expect(await start(center, { channelId: "c2", retryOf: id })).toMatchObject({
        accepted: false,
        refusal: { code: "RECIPIENT_DECIDED" },
      });
      expect(one.placed).toHaveLength(1);
    },
  );
});

describe("a live call", () => {
  test("is controlled; what waits is split off until the call asks, and hanging up twice is once", async () => {
    const one = line();
    const center = await host(one);
    const id = begun(await start(center));
    const verbs = [{ verb: "say", text: "A" }, { verb: "gather", input: ["digits"] }, { verb: "hang-up" }] as const;
    await center.calls.control("acme", id, verbs as never);
    expect(one.controlled).toMatchObject([{ callId: "CA1", verbs: [{ verb: "say" }, { verb: "gather" }] }]);
    const next = await webhook(center, [event("digits", { digits: "1", awaitsVerbs: true })]);
    expect(JSON.parse(textOf(next.body))).toMatchObject([{ verb: "hang-up" }]);
    await webhook(center, [event("ended", { cause: "completed", durationMs: 4_000 })]);
    await settle();
    expect(await center.calls.hangUp("acme", id)).toMatchObject({
      accepted: true,
      call: { state: "ended", durationMs: 4_000 },
    });
    expect(await center.calls.hangUp("acme", id)).toMatchObject({ accepted: true });
    expect(one.controlled).toHaveLength(1);
    expect(await center.calls.control("acme", id, [{ verb: "say", text: "B" }])).toMatchObject({
      refusal: { code: "CALL_OVER" },
    });
  });

  test("of a provider that asks for verbs gets them at its next question, before the handler", async () => {
    const one = line({ control: "when-asked" });
    const center = await host(one);
    center.calls.answerWith(() => [{ verb: "say", text: "handler" }]);
    const id = begun(await start(center));
    await center.calls.control("acme", id, [{ verb: "say", text: "ordered" }]);
    expect(one.controlled).toEqual([]);
    const first = await webhook(center, [event("verb-finished", { awaitsVerbs: true })]);
    const second = await webhook(center, [event("verb-finished", { awaitsVerbs: true, sequence: 2 })]);
    expect(first.body).toContain("ordered");
    expect(second.body).toContain("handler");
  });

  test("that was told to hang up is over for every later word, also where that waits for the provider's question", async () => {
    const center = await host(line({ control: "when-asked" }));
    const id = begun(await start(center));
    const both = await Promise.all([
      center.calls.hangUp("acme", id),
      center.calls.control("acme", id, [{ verb: "say", text: "late" }]),
    ]);
    expect(both).toMatchObject([{ accepted: true }, { accepted: false, refusal: { code: "CALL_OVER" } }]);
    expect(await center.calls.hangUp("acme", id)).toMatchObject({ accepted: true });
    const next = await webhook(center, [event("verb-finished", { awaitsVerbs: true })]);
    expect(JSON.parse(textOf(next.body))).toMatchObject([{ verb: "hang-up" }]);
  });

  test("is nobody else's", async () => {
    const center = await host(line());
    const id = begun(await start(center));
    await expect(center.calls.get("other", id)).rejects.toMatchObject({ code: "CALL_UNKNOWN" });
    await expect(center.calls.hangUp("other", id)).rejects.toMatchObject({ code: "CALL_UNKNOWN" });
    expect(center.calls.live("other")).toEqual([]);
  });
});

describe("an inbound call", () => {
  const offered = event("offered", { direction: "inbound", awaitsVerbs: true, from: "+4930111", to: "+4930222" });

  test("is offered to the host, and gets its verbs in the answer", async () => {
    const center = await host(line());
    const asked: unknown[] = [];
    center.calls.answerWith((question) => {
      asked.push(question);
      return [{ verb: "answer" }, { verb: "say", text: "Good day" }];
    });
    const answer = await webhook(center, [offered]);
    expect(JSON.parse(textOf(answer.body))).toEqual([{ verb: "answer" }, { verb: "say", text: "Good day" }]);
    expect(asked).toMatchObject([
      { accountId: "acme", channelId: "c1", event: offered, call: { direction: "inbound" } },
    ]);
    await settle();
    expect(await center.ledger.entries({ accountId: "acme" })).toMatchObject([
      { outcome: "unknown", code: "GIVEN_AS_ANSWER" },
    ]);
  });

  test.each<[string, () => never]>([
    ["does not answer in time", () => new Promise(() => undefined) as never],
    ["fails", () => Promise.reject(new Error("x")) as never],
    [
      "throws",
      () => {
        throw new Error("x");
      },
    ],
    ["answers nonsense", () => [{ verb: "sing" }] as never],
  ])("gets the default when the handler %s", async (_name, handler) => {
    const center = await host(line());
    center.calls.answerWith(handler);
    const answering = webhook(center, [offered]);
    await settle();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(JSON.parse(textOf((await answering).body))).toEqual([{ verb: "hang-up", reason: "busy" }]);
  });

  test("gets the default before its provider stops waiting, however long the host may take", async () => {
    const center = await host(line({ answerWithinMs: 1_000 }), { calls: { answerDeadlineMs: 60_000 } });
    let deadlineAtMs = 0;
    center.calls.answerWith((question) => {
      deadlineAtMs = question.deadlineAtMs - Date.now();
      return new Promise(() => undefined);
    });
    const answering = webhook(center, [offered]);
    await settle();
    await vi.advanceTimersByTimeAsync(799);
    expect(deadlineAtMs).toBe(800);
    expect(JSON.parse(textOf((await answering).body))).toEqual([{ verb: "hang-up", reason: "busy" }]);
  });

  test("gets the configured default when nobody handles calls", async () => {
    const center = await host(line(), { calls: { whenUnanswered: [{ verb: "say", text: "Closed" }] } });
    expect((await webhook(center, [offered])).body).toContain("Closed");
  });

  test("is declined when the account is blocked, and verbs the provider lacks are not sent", async () => {
    const center = await host(line());
    center.calls.answerWith(() => [{ verb: "queue", name: "sales" }]);
    expect(JSON.parse(textOf((await webhook(center, [offered])).body))).toEqual([
      { verb: "hang-up", reason: "declined" },
    ]);
  });

  test("that is delivered again gets the same answer, and the host is not asked twice", async () => {
    const center = await host(line());
    let asked = 0;
    center.calls.answerWith(() => {
      asked += 1;
      return [{ verb: "say", text: String(asked) }];
    });
    const answers = await Promise.all(Array.from({ length: 46 }, () => webhook(center, [offered])));
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['[{"verb":"say","text":"1"}]']));
    expect(asked).toBe(1);
  });

  test("of a provider without an answer to its webhook is controlled by its API", async () => {
    const one = line();
    const { doAnswer: _none, ...calls } = one.options.offers?.calls ?? ({} as CallsV1);
    const other: Line = { ...one, options: { ...one.options, offers: { calls } } };
    const center = await host(other);
    center.calls.answerWith(() => [{ verb: "answer" }]);
    center.receive(() => undefined);
    expect((await webhook(center, [offered])).body).toBe("ok");
    await settle();
    expect(one.controlled).toMatchObject([{ callId: "CA1", verbs: [{ verb: "answer" }] }]);
  });
});

describe("a call whose last verb has ended", () => {
  const finished = event("verb-finished", { verb: "say", awaitsVerbs: true });

  test("ends when the host has nothing more for it: by an answer without verbs", async () => {
    const center = await host(line());
    await start(center);
    expect(JSON.parse(textOf((await webhook(center, [finished])).body))).toEqual([]);
  });

  test.each<[string, (() => undefined) | undefined]>([
    ["nobody answers", undefined],
    ["the handler has nothing", () => undefined],
  ])("ends when %s: by a hang-up, where its provider is told by its API", async (_name, handler) => {
    const one = line();
    const { doAnswer: _none, ...calls } = one.options.offers?.calls ?? ({} as CallsV1);
    const center = await host({ ...one, options: { ...one.options, offers: { calls } } });
    if (handler !== undefined) center.calls.answerWith(handler);
    center.receive(() => undefined);
    await start(center);
    await webhook(center, [finished]);
    await settle();
    expect(one.controlled).toEqual([{ callId: "CA1", verbs: [{ verb: "hang-up", reason: "completed" }] }]);
  });
});

describe("after a restart", () => {
  test("calls that live are found again, the others are ended on record, and nobody is called again", async () => {
    const store = testStore();
    const one = line();
    const first = await host(one, { store });
    const [lives, lost] = [begun(await start(first)), begun(await start(first))];
    one.answer = () => new Promise<never>(() => undefined);
    const hanging = start(first);
    await settle();
    const nameless = first.calls.live("acme").find(({ state }) => state === "starting")?.sessionId ?? "";
    one.live = ["CA1"];
    const second = await host(one, { store: store.next() });
    await second.calls.resumed();
    await settle();
    expect(await second.calls.get("acme", lives)).toMatchObject({ state: "answered" });
    expect(await second.calls.get("acme", lost)).toMatchObject({
      state: "ended",
      cause: "failed",
      party: "host",
      code: "CALL_LOST",
    });
    expect(await second.calls.get("acme", nameless)).toMatchObject({ state: "unknown" });
    expect(await second.ledger.audit({ accountId: "acme", action: "call-given-up" })).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(15_000_000);
    expect(await second.calls.get("acme", nameless)).toMatchObject({ state: "ended", code: "CALL_OVERDUE" });
    expect(one.placed).toHaveLength(3);
    void hanging;
  });
});

describe("after a restart while a provider cannot be asked", () => {
  test("its calls stay as they are, and are asked for again every minute until it answers", async () => {
    const store = testStore();
    const one = line();
    const id = begun(await start(await host(one, { store })));
    let asked = 0;
    const failing = line(
      {},
      {
        doResume: () => {
          asked += 1;
          return asked < 3 ? Promise.reject(new Error("down")) : Promise.resolve([event("answered")]);
        },
      },
    );
    const second = await host(failing, { store: store.next() });
    await second.calls.resumed();
    expect((await second.calls.get("acme", id)).state).toBe("begun");
    await vi.advanceTimersByTimeAsync(60_000);
    await second.calls.resumed();
    expect([asked, (await second.calls.get("acme", id)).state]).toEqual([2, "begun"]);
    await vi.advanceTimersByTimeAsync(60_000);
    await second.calls.resumed();
    expect([asked, (await second.calls.get("acme", id)).state]).toEqual([3, "answered"]);
    await vi.advanceTimersByTimeAsync(180_000);
    expect(asked).toBe(3);
  });
});

describe("a call that is over", () => {
  test("keeps nothing of what was to be said and whom it was to be joined with", async () => {
    const store = testStore();
    const center = await host(line(), { store });
    const verbs = [
      { verb: "gather", input: ["digits"] },
      { verb: "dial", to: "+4930901829" },
      { verb: "say", text: "canary" },
    ];
    const id = begun(await start(center, { verbs }));
    const kept = async (): Promise<string> =>
      JSON.stringify([
        await store.documents({ collection: "calls-live", limit: 9 }),
        await store.documents({ collection: "calls-ended", limit: 9 }),
      ]);
    await settle();
    expect(await kept()).toContain("+4930901829");
    await webhook(center, [event("ended", { cause: "completed" })]);
    await settle();
    expect(await center.calls.get("acme", id)).toMatchObject({ state: "ended" });
    expect(await kept()).not.toMatch(/4930901829|canary/);
  });
});

describe("a recording", () => {
  test("is fetched and deleted by the call it belongs to, each in a transfer of its own", async () => {
    const one = line({ recordingOperation: "send-message", deleteRecordingOperation: "send-message" });
    const deleted: string[] = [];
    const media = {
      doDownload: ({ mediaId }: { mediaId: string }) =>
        Promise.resolve({ bytes: new TextEncoder().encode(mediaId), contentType: "audio/wav" }),
      doDelete: ({ mediaId }: { mediaId: string }) => Promise.resolve(void deleted.push(mediaId)),
    };
    const withMedia: Line = { ...one, options: { ...one.options, offers: { ...one.options.offers, media } } };
    const center = await host(withMedia);
    const id = begun(await start(center));
    await expect(center.calls.recording("acme", id, "RE1")).rejects.toMatchObject({ code: "RECORDING_UNKNOWN" });
    await webhook(center, [event("ended"), event("recording-ready", { recording: { mediaId: "RE1" } })]);
    await settle();
    expect(decoder.decode((await center.calls.recording("acme", id, "RE1")).bytes)).toBe("RE1");
    await center.calls.deleteRecording("acme", id, "RE1", act);
    expect(deleted).toEqual(["RE1"]);
    await settle();
    expect(await center.ledger.entries({ accountId: "acme" })).toHaveLength(3);
  });

  test.each(["recording", "deleteRecording"] as const)(
    "has its receipt and its entry in the trail by when %s resolves: a host that is killed then keeps them",
    async (method) => {
      const one = line({ recordingOperation: "send-message", deleteRecordingOperation: "send-message" });
      const media = {
        doDownload: () => Promise.resolve({ bytes: new Uint8Array(), contentType: "audio/wav" }),
        doDelete: () => Promise.resolve(),
      };
      const withMedia: Line = { ...one, options: { ...one.options, offers: { ...one.options.offers, media } } };
      const store = testStore();
      const center = await host(withMedia, { store });
      const id = begun(await start(center));
      await webhook(center, [event("ended"), event("recording-ready", { recording: { mediaId: "RE1" } })]);
      await settle();
      const disk = gate();
      store.fate = () => disk.passed;
      let isDone = false;
      const asked =
        method === "recording"
          ? center.calls.recording("acme", id, "RE1")
          : center.calls.deleteRecording("acme", id, "RE1", act);
      const done = asked.then(() => (isDone = true));
      await settle();
      expect(isDone).toBe(false);
      disk.open();
      await done;
      expect(await center.ledger.entries({ accountId: "acme" })).toHaveLength(2);
      const trail = await center.audit.list({ accountId: "acme", action: "recording-deleted" });
      expect(trail).toHaveLength(method === "recording" ? 0 : 1);
    },
  );

  test("stays where it is when the account's data may not come from there, whatever the call itself may", async () => {
    const facet = (countries: string[]) => ({
      processing: {
        countries,
        source: "https://scripted.example.com",
        readOn: "2026-11-22",
        safeguard: "none" as const,
      },
    });
    const operation = (id: string, countries: string[]) => ({
      ...{ id, endpoints: ["api"], residency: facet(countries) },
      personalData: ["recipient-address" as const, "voice" as const],
    });
    const one = line({ recordingOperation: "fetch-recording" });
    const operations = [operation("send-message", ["DE"]), operation("fetch-recording", ["US"])];
    const downloads: string[] = [];
    const media = {
      doDownload: ({ mediaId }: { mediaId: string }) => {
        downloads.push(mediaId);
        return Promise.resolve({ bytes: new Uint8Array(), contentType: "audio/wav" });
      },
    };
    const { options } = one;
    const manifest = { ...options.manifest, operations };
    const center = await host({ ...one, options: { ...options, manifest, offers: { ...options.offers, media } } });
    const id = begun(await start(center));
    await webhook(center, [event("ended"), event("recording-ready", { recording: { mediaId: "RE1" } })]);
    await settle();
    await expect(center.calls.recording("acme", id, "RE1")).rejects.toMatchObject({
      code: "CHANNEL_REFUSED",
      details: { refusal: "RESIDENCY_OUTSIDE" },
    });
    expect(downloads).toEqual([]);
  });

  test("is not deleted by whom the host does not know to act for the account", async () => {
    const deleted: string[] = [];
    const one = line({ recordingOperation: "send-message", deleteRecordingOperation: "send-message" });
    const media = {
      doDownload: () => Promise.resolve({ bytes: new Uint8Array(), contentType: "audio/wav" }),
      doDelete: ({ mediaId }: { mediaId: string }) => Promise.resolve(void deleted.push(mediaId)),
    };
    const withMedia: Line = { ...one, options: { ...one.options, offers: { ...one.options.offers, media } } };
    const authority = {
      authorise: ({ action }: { action: string }) => ({ authorised: action !== "delete-recording" }),
    };
    const center = await host(withMedia, { authority });
    const id = begun(await start(center));
    await webhook(center, [event("ended"), event("recording-ready", { recording: { mediaId: "RE1" } })]);
    await settle();
    await expect(center.calls.deleteRecording("acme", id, "RE1", act)).rejects.toMatchObject({
      code: "AUTHORITY_REFUSED",
    });
    expect(deleted).toEqual([]);
  });
});
