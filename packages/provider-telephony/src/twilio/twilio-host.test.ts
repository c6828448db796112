import { type CallQuestion, type ContactCenter, createContactCenter, type InboundEnvelope } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { TwilioPhones } from "../testing/twilio/twilio-phones.js";
import { startTwilioSimulator, type TwilioSimulator } from "../testing/twilio/start-twilio-simulator.js";
import { twilio } from "./index.js";

const ACCOUNT = `AC${"0".repeat(31)}7`;
const OWN = "+14155550100";
const PERSON = "+4915112345201";
const credentials = { authToken: "5a1f0e2b3c4d5e6f708192a3b4c5d6e7" };
const WEBHOOK = "https://host.example/webhooks/c1";
const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;

interface Stage {
  readonly center: ContactCenter;
  readonly simulator: TwilioSimulator;
  readonly phones: TwilioPhones;
  readonly received: InboundEnvelope[];
  readonly activated: Awaited<ReturnType<ContactCenter["channels"]["activate"]>>;
}

/** A host with one number, before a simulated Twilio whose phones post to it. */
async function stage(region: "us1" | "ie1" = "ie1"): Promise<Stage> {
  const media = { bytes: Uint8Array.of(1, 2, 3), contentType: "audio/wav" };
  const recordings = Object.fromEntries(
    Array.from({ length: 9 }, (_, n) => [`RE${String(n).padStart(32, "0")}`, media]),
  );
  const simulator = await startTwilioSimulator({ accountSid: ACCOUNT, from: OWN, ...credentials, media: recordings });
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [twilio],
    secrets: memorySecrets({ twilio: credentials }),
    webhooks: { publicBaseUrl: "https://host.example" },
    egress: {
      dangerouslyRedirectEndpoints: {
        "https://api.ashburn.us1.twilio.com": simulator.origin,
        "https://api.dublin.ie1.twilio.com": simulator.origin,
        "https://mms.twiliocdn.com": simulator.origin,
      },
    },
  });
  onTestFinished(async () => {
    await center.close({ graceMs: 0 });
    await simulator.close();
  });
  const settings = { accountSid: ACCOUNT, from: OWN, region: { id: region }, webhookUrl: WEBHOOK };
  const activated = await center.channels.activate({
    ...{ accountId: "acme", channelId: "c1", providerId: "telephony-twilio", channelKind: "voice", settings },
    ...{ secret: "twilio", instructed: act, shown: center.channels.disclosure("telephony-twilio", settings) },
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  const received: InboundEnvelope[] = [];
  center.receive((envelope) => void received.push(envelope));
  const phones = new TwilioPhones(simulator.simulation, WEBHOOK, ({ url, headers, body }) =>
    center.fetch(new Request(url, { method: "POST", headers, body })),
  );
  return { center, simulator, phones, received, activated };
}

const start = { accountId: "acme", channelId: "c1", to: PERSON } as const;

describe("an outgoing call", () => {
  test("asks, records and hangs up; every state, cause and recording is on record", async () => {
    const { center, simulator, phones, received } = await stage();
    const questions: CallQuestion[] = [];
    center.calls.answerWith((question) => void questions.push(question));
    const result = await center.calls.start({
      ...start,
      verbs: [
        { verb: "say", text: "Please press 1 & hold <on>" },
        { verb: "gather", input: ["digits"], maxDigits: 1 },
        { verb: "say", text: "Thank you" },
        { verb: "record", maxDurationMs: 30_000, finishOnKey: "#" },
        { verb: "hang-up" },
      ],
    });
    if (!result.accepted) throw new Error(result.refusal.code);
    const { sessionId } = result.call;
    const [call] = simulator.simulation.calls;
    if (call === undefined) throw new Error("no call");
    await phones.answers(call);
    expect((await center.calls.get("acme", sessionId)).state).toBe("answered");
    await phones.presses(call, "1");
    const sid = await phones.leavesMessage(call, 12);
    expect(phones.heard).toEqual(["Please press 1 & hold <on>", "Thank you"]);
    expect(call.status).toBe("completed");
    await vi.waitFor(async () => {
      const status = await center.calls.get("acme", sessionId);
      expect(status).toMatchObject({ state: "ended", cause: "completed", party: "recipient", durationMs: 7_000 });
      expect(status.recordings).toEqual([{ mediaId: sid, durationMs: 12_000 }]);
    });
    expect(questions.map(({ event }) => event.event)).toEqual(["digits", "verb-finished"]);
    const file = await center.calls.recording("acme", sessionId, sid);
    expect([...file.bytes]).toEqual([1, 2, 3]);
    await center.calls.deleteRecording("acme", sessionId, sid, act);
    const entries = await center.ledger.entries({ accountId: "acme" });
    expect(entries.map(({ operation }) => operation)).toEqual([
      "place-call",
      "control-call",
      "control-call",
      "fetch-recording",
      "delete-recording",
    ]);
    for (const { messageId, countries } of entries)
      expect([messageId, Object.values(countries).flat()]).toEqual([sessionId, expect.arrayContaining(["IE"])]);
    await vi.waitFor(() =>
      expect(received.some(({ event }) => event.type === "call" && event.event === "ended")).toBe(true),
    );
    expect(simulator.complaints).toEqual([]);
  });

  test("the same key at two questions is two answers; a repeated webhook is one", async () => {
    const { center, simulator, phones } = await stage();
    const asked: string[] = [];
    center.calls.answerWith(({ event }) => {
      asked.push(event.digits ?? event.event);
      return asked.length < 3 ? [{ verb: "gather", input: ["digits"], maxDigits: 1 }] : [{ verb: "hang-up" }];
    });
    await center.calls.start({ ...start, verbs: [{ verb: "gather", input: ["digits"], maxDigits: 1 }] });
    const [call] = simulator.simulation.calls;
    if (call === undefined) throw new Error("no call");
    await phones.answers(call);
    for (const key of ["1", "1", "1"]) await phones.presses(call, key);
    expect(asked).toEqual(["1", "1", "1"]);
    expect(call.status).toBe("completed");
  });

  test("without verbs waits for the host's word, asks for it when none came, and ends when there is none", async () => {
    const { center, simulator, phones } = await stage();
    const asked: (string | undefined)[] = [];
    center.calls.answerWith(({ event }) => {
      asked.push(event.verb);
      return asked.length === 1 ? [{ verb: "answer" }] : undefined;
    });
    await center.calls.start(start);
    const [call] = simulator.simulation.calls;
    if (call === undefined) throw new Error("no call");
    await phones.answers(call);
    expect([call.status, asked]).toEqual(["in-progress", []]);
    await phones.isSilent(call);
    expect([call.status, asked]).toEqual(["in-progress", ["answer"]]);
    await phones.isSilent(call);
    expect([call.status, asked]).toEqual(["completed", ["answer", "answer"]]);
  });

  test("asks what comes next when its last verb has ended, whatever that was, and ends when there is nothing", async () => {
    const { center, simulator, phones } = await stage();
    const asked: (string | undefined)[] = [];
    center.calls.answerWith(({ event }) => {
      asked.push(event.verb);
      return asked.length === 1 ? [{ verb: "send-digits", digits: "1" }] : undefined;
    });
    await center.calls.start({ ...start, verbs: [{ verb: "say", text: "Good day" }] });
    const [call] = simulator.simulation.calls;
    if (call === undefined) throw new Error("no call");
    await phones.answers(call);
    expect([call.status, asked]).toEqual(["completed", ["say", "send-digits"]]);
    expect(simulator.complaints).toEqual([]);
  });

  test("shows no number of the account that is not the channel's own (R22)", async () => {
    const { center, simulator } = await stage();
    const result = await center.calls.start({ ...start, callerId: "+14155550199" });
    if (!result.accepted) throw new Error(result.refusal.code);
    await vi.waitFor(async () => {
      const status = await center.calls.get("acme", result.call.sessionId);
      expect(status).toMatchObject({ state: "refused", code: "SENDER_UNSUPPORTED" });
    });
    expect(simulator.simulation.calls).toEqual([]);
  });

  test.each([
    [603, "failed", "declined"],
    [486, "busy", "busy"],
  ] as const)("refused by the telephone (%i) is the recipient's decision", async (sip, word, cause) => {
    const { center, simulator, phones } = await stage();
    const result = await center.calls.start(start);
    const [call] = simulator.simulation.calls;
    if (call === undefined || !result.accepted) throw new Error("no call");
    await phones.refuses(call, word, sip);
    await vi.waitFor(async () => {
      const status = await center.calls.get("acme", result.call.sessionId);
      expect(status).toMatchObject({ state: "ended", cause, party: "recipient", recipientDecided: true });
    });
  });

  test("that a machine answers is told, where the host asked Twilio to find out", async () => {
    const { center, simulator, phones } = await stage();
    const asked = await center.calls.start({ ...start, detectMachine: true });
    const unasked = await center.calls.start(start);
    for (const call of simulator.simulation.calls) {
      await phones.answers(call);
      await phones.isMachine(call);
    }
    const machineIn = async (result: typeof asked): Promise<boolean> => {
      if (!result.accepted) throw new Error(result.refusal.code);
      return (await center.calls.get("acme", result.call.sessionId)).machine;
    };
    await vi.waitFor(async () => expect(await machineIn(asked)).toBe(true));
    expect(await machineIn(unasked)).toBe(false);
    expect(simulator.complaints).toEqual([]);
  });

  test("is ended at Twilio once, however often the host hangs up", async () => {
    const { center, simulator } = await stage();
    const result = await center.calls.start(start);
    if (!result.accepted) throw new Error(result.refusal.code);
    const all = await Promise.all([1, 2, 3].map(() => center.calls.hangUp("acme", result.call.sessionId)));
    expect(all.every(({ accepted }) => accepted)).toBe(true);
    expect(simulator.simulation.calls[0]?.status).toBe("completed");
  });
});

describe("a call that comes in", () => {
  test("is offered to the host, answered in time, and its end is known", async () => {
    const { center, phones, simulator } = await stage();
    center.calls.answerWith(({ event }) =>
      event.event === "offered"
        ? [{ verb: "answer" }, { verb: "say", text: "Guten Tag" }, { verb: "gather", input: ["speech"] }]
        : event.event === "speech"
          ? [{ verb: "say", text: `Sie sagten ${event.speech ?? ""}` }]
          : undefined,
    );
    const call = await phones.calls(PERSON);
    await phones.says(call, "ja & nein");
    expect(phones.heard).toEqual(["Guten Tag", "Sie sagten ja & nein"]);
    await vi.waitFor(() => expect(center.calls.live("acme")).toEqual([]));
    expect(simulator.complaints).toEqual([]);
  });

  test("that ends while a message is recorded is over, and nobody is asked what comes next", async () => {
    const { center, phones } = await stage();
    const asked: string[] = [];
    center.calls.answerWith(({ event }) => {
      asked.push(event.event);
      return [{ verb: "record" }, { verb: "dial", to: "+4915112345202" }];
    });
    const call = await phones.calls(PERSON);
    const [live] = center.calls.live("acme");
    call.status = "completed";
    await phones.leavesMessage(call, 4);
    await vi.waitFor(async () =>
      expect(await center.calls.get("acme", live?.sessionId ?? "")).toMatchObject({
        state: "ended",
        cause: "completed",
      }),
    );
    expect(asked).toEqual(["offered"]);
    const joined = { accountId: "acme", recipient: { kind: "phone", value: "+4915112345202" } } as const;
    expect(await center.ledger.entries(joined)).toEqual([]);
  });

  test("is refused as busy when nobody answers for the host", async () => {
    const { phones } = await stage();
    const call = await phones.calls(PERSON);
    expect(call.status).toBe("completed");
    expect(phones.heard).toEqual([]);
  });
});

test("a person is erased: their messages, calls and recordings at Twilio, through the host", async () => {
  const { center, simulator, phones } = await stage();
  center.calls.answerWith(() => undefined);
  const begun = await center.calls.start({ ...start, verbs: [{ verb: "record" }, { verb: "hang-up" }] });
  const [call] = simulator.simulation.calls;
  if (call === undefined || !begun.accepted) throw new Error("no call");
  await phones.answers(call);
  await phones.leavesMessage(call, 3);
  await vi.waitFor(() => expect(center.calls.live("acme")).toEqual([]));
  const { requestId } = await center.rights.request({
    ...{ accountId: "acme", right: "erase", addresses: [{ kind: "phone", value: PERSON }], act },
    identity: { method: "called back", checkedBy: "desk-1", checkedAt: act.at },
    receivedAt: act.at,
  });
  const { state, targets } = await center.rights.carriedOut("acme", requestId);
  expect(targets.find(({ kind }) => kind === "provider")).toMatchObject({ state: "done" });
  expect(state).toBe("done");
  expect(simulator.simulation.calls).toEqual([]);
  // By the host, and by the plugin, which finds those the host was never told of.
  expect(
    simulator.requests.filter(({ method }) => method === "DELETE").map(({ path }) => path.split("/").at(-2)),
  ).toEqual([...["Recordings", "Recordings", "Calls"]]);
  expect(simulator.complaints).toEqual([]);
});

/** Activates a channel for SMS beside that for calls and sends the person a message. @returns it as Twilio has it. */
async function firstSms(
  { center, simulator }: Pick<Awaited<ReturnType<typeof stage>>, "center" | "simulator">,
  settings: object,
) {
  await center.channels.activate({
    ...{ accountId: "acme", channelId: "sms", providerId: "telephony-twilio", channelKind: "sms", settings },
    ...{ secret: "twilio", instructed: act, shown: center.channels.disclosure("telephony-twilio", settings) },
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  const recipients = [{ address: { kind: "phone" as const, value: PERSON } }];
  const content = { type: "text", text: "Your parcel is here" } as const;
  const sent = await center.send({ accountId: "acme", channelId: "sms", recipients, content });
  if (!sent.accepted) throw new Error(sent.refusal.code);
  await center.messages.settled("acme", sent.messageId);
  const [first] = simulator.simulation.messages;
  if (first === undefined) throw new Error("no message");
  return first;
}

test("where a messaging service chooses the number, a person gets the messages of the service, and no others", async () => {
  const service = `MG${"0".repeat(31)}9`;
  const { center, simulator } = await stage();
  const webhookUrl = "https://host.example/webhooks/sms";
  const settings = { accountSid: ACCOUNT, from: service, region: { id: "ie1" }, webhookUrl };
  const first = await firstSms({ center, simulator }, settings);
  // Not the number of the other channel, whose part in the request would take it, too.
  const chosen = "+14155550177";
  simulator.simulation.messages.push(
    { ...first, sid: `SM${"c".repeat(32)}`, from: chosen, body: "It is on its way" },
    { ...first, sid: `SM${"a".repeat(32)}`, from: PERSON, to: chosen, service: undefined, body: "Thank you" },
    { ...first, sid: `SM${"b".repeat(32)}`, from: "+14155550199", service: undefined, body: "another customer's" },
    { ...first, sid: `SM${"d".repeat(32)}`, from: PERSON, to: "+14155550199", service: undefined, body: "to them" },
  );
  const { requestId } = await center.rights.request({
    ...{ accountId: "acme", right: "erase", addresses: [{ kind: "phone", value: PERSON }], act },
    identity: { method: "called back", checkedBy: "desk-1", checkedAt: act.at },
    receivedAt: act.at,
  });
  await center.rights.carriedOut("acme", requestId);
  expect(simulator.simulation.messages.map(({ body }) => body)).toEqual(["another customer's", "to them"]);
});

test("rights of a person cover the further numbers that the settings name, and what they chose is listed once", async () => {
  const { center, simulator } = await stage();
  const [further, others] = ["+14155550177", "+14155550199"];
  const settings = {
    ...{ accountSid: ACCOUNT, from: OWN, otherSenders: [further, `MG${"0".repeat(31)}9`], region: { id: "ie1" } },
    webhookUrl: "https://host.example/webhooks/sms",
  };
  const first = await firstSms({ center, simulator }, settings);
  simulator.simulation.messages.push(
    { ...first, sid: `SM${"a".repeat(32)}`, from: further, body: "from the further number" },
    { ...first, sid: `SM${"b".repeat(32)}`, from: PERSON, to: further, body: "to it" },
    { ...first, sid: `SM${"c".repeat(32)}`, from: others, body: "another customer's" },
  );
  const { requestId } = await center.rights.request({
    ...{ accountId: "acme", right: "erase", addresses: [{ kind: "phone", value: PERSON }], act },
    identity: { method: "called back", checkedBy: "desk-1", checkedAt: act.at },
    receivedAt: act.at,
  });
  await center.rights.carriedOut("acme", requestId);
  expect(simulator.simulation.messages.map(({ body }) => body)).toEqual(["another customer's"]);
});

describe("residency", () => {
  test("an account of the EEA may use Ireland, and not the United States without a safeguard", async () => {
    const { activated } = await stage("us1");
    expect(activated).toMatchObject({ refusal: { code: "RESIDENCY_OUTSIDE" } });
  });
});

/** The same host with a channel for SMS, and a message to a person. */
async function smsStage() {
  const { center, simulator } = await stage();
  const settings = {
    accountSid: ACCOUNT,
    from: OWN,
    region: { id: "ie1" },
    webhookUrl: "https://host.example/webhooks/s1",
  };
  await center.channels.activate({
    ...{ accountId: "acme", channelId: "s1", providerId: "telephony-twilio", channelKind: "sms", settings },
    ...{ secret: "twilio", instructed: act, shown: center.channels.disclosure("telephony-twilio", settings) },
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  const phones = new TwilioPhones(simulator.simulation, "https://host.example/webhooks/s1", ({ url, headers, body }) =>
    center.fetch(new Request(url, { method: "POST", headers, body })),
  );
  const message = {
    ...{ accountId: "acme", channelId: "s1", recipients: [{ address: { kind: "phone" as const, value: PERSON } }] },
    content: { type: "text" as const, text: "Ihr Code: 42 €" },
  };
  return { center, simulator, phones, message };
}

test("an SMS is received, reported and answered, and STOP ends what the account may send", async () => {
  const { center, simulator, phones, message } = await smsStage();
  const sent = await center.send(message);
  if (!sent.accepted) throw new Error(sent.refusal.code);
  await center.messages.settled("acme", sent.messageId);
  await phones.reports(simulator.simulation.messages[0]?.sid ?? "", "delivered");
  await vi.waitFor(async () => expect((await center.messages.status("acme", sent.messageId)).state).toBe("delivered"));
  await phones.writes(PERSON, "STOP");
  await vi.waitFor(async () =>
    expect(await center.send(message)).toMatchObject({ accepted: false, refusal: { code: "RECIPIENT_SUPPRESSED" } }),
  );
  expect(simulator.simulation.messages[0]?.body).toBe("Ihr Code: 42 €");
});

test("a person who has opted out with Twilio before is not written to, until they say START", async () => {
  const { center, simulator, phones, message } = await smsStage();
  const sent = await center.send(message);
  if (!sent.accepted) throw new Error(sent.refusal.code);
  await center.messages.settled("acme", sent.messageId);
  // A messaging service takes the message first and says so afterwards.
  await phones.reports(simulator.simulation.messages[0]?.sid ?? "", "failed", 21_610);
  await vi.waitFor(async () =>
    expect(await center.send(message)).toMatchObject({ refusal: { code: "RECIPIENT_SUPPRESSED" } }),
  );
  await phones.writes(PERSON, "START");
  await vi.waitFor(async () => expect(await center.send(message)).toMatchObject({ accepted: true }));
});
