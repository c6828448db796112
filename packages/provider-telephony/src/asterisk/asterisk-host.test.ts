import { expect, test, vi } from "vitest";
import { type ExchangeStage, openExchange } from "./__fixtures__/open-exchange.js";

const SOUND = "https://sounds.example.com/greeting.wav";
const PERSON = "+4930901820042";
/** A busy machine takes its time. */
const soon = (check: () => unknown): Promise<unknown> => vi.waitFor(check, 15_000);
const call = { accountId: "acme", channelId: "c1", to: PERSON };

/** A call that was taken. @returns the session's id and the channel's. */
async function answered(
  stage: ExchangeStage,
  verbs: Parameters<ExchangeStage["center"]["calls"]["start"]>[0]["verbs"] = [],
): Promise<{ sessionId: string; callId: string }> {
  const begun = await stage.center.calls.start({ ...call, verbs });
  if (!begun.accepted) throw new Error(begun.refusal.code);
  const { sessionId, callId = "" } = begun.call;
  expect(begun.outcome?.outcome).toBe("received");
  stage.simulator.exchange.ring(callId);
  stage.simulator.exchange.answered(callId);
  await soon(() => expect(stage.events()).toContain("answered"));
  return { sessionId, callId };
}

const stateOf = async (stage: ExchangeStage, sessionId: string): Promise<string> =>
  (await stage.center.calls.get("acme", sessionId)).state;

test("a call plays, gathers, records and hangs up, one after the other", async () => {
  const stage = await openExchange();
  const { exchange, complaints } = stage.simulator;
  const { sessionId, callId } = await answered(stage, [
    { verb: "play", url: SOUND, loop: 2 },
    { verb: "gather", input: ["digits"], maxDigits: 3, finishOnKey: "#", timeoutMs: 60_000 },
    { verb: "record", beep: true, finishOnKey: "#" },
    { verb: "hang-up" },
  ]);
  await soon(() => expect(exchange.deeds).toContain(`play sound:${SOUND},sound:${SOUND}`));
  const kept = (): string => exchange.channels.get(callId)?.variables.get("PLUGBOARD_VERBS") ?? "";
  await soon(() => expect(kept()).toMatch(/^\[\{"verb":"gather"/));
  for (const digit of "42#") exchange.press(callId, digit);
  await soon(() => expect(exchange.deeds.at(-1)).toBe("record"));
  const [name = ""] = exchange.recordings.keys();
  exchange.endRecording(name);
  await soon(async () => expect(await stateOf(stage, sessionId)).toBe("ended"));
  const told = stage.received.map(({ event }) => event).filter((event) => event.type === "call");
  // The first look at the exchange may find the call before the events tell of it.
  expect(told.filter(({ event }) => event !== "ringing" && event !== "answered")).toMatchObject([
    { event: "digits", digits: "42" },
    { event: "recording-ready", recording: { mediaId: name, durationMs: 3_000 } },
    { event: "ended", cause: "completed" },
  ]);
  const recording = await stage.center.calls.recording("acme", sessionId, name);
  expect(new TextDecoder().decode(recording.bytes)).toBe(`RIFF ${name}`);
  await stage.center.calls.deleteRecording("acme", sessionId, name, {
    ...{ actor: "ann", authority: "administrator", at: new Date().toISOString() },
  });
  expect(exchange.recordings.size).toBe(0);
  expect(complaints).toEqual([]);
});

test("a call that comes in is offered, answered and joined with somebody else", async () => {
  const stage = await openExchange();
  const { exchange, complaints } = stage.simulator;
  stage.center.calls.answerWith(({ event }) =>
    event.event === "offered"
      ? [{ verb: "answer" }, { verb: "dial", to: "sip:anna@example.com" }]
      : [{ verb: "hang-up" }],
  );
  exchange.incoming({ id: "17.1", from: PERSON, to: "100", application: "plugboard" });
  await soon(() => expect(exchange.deeds).toContain("originate PJSIP/outbound/sip:anna@example.com"));
  const leg = [...exchange.channels.keys()].find((id) => id !== "17.1") ?? "";
  exchange.answered(leg);
  await soon(() => expect([...exchange.bridges.values()].map((bridge) => [...bridge])).toEqual([["17.1", leg]]));
  exchange.hangUp(leg);
  await soon(() => expect(exchange.channels.size).toBe(0));
  await soon(() => expect(stage.events().at(-1)).toBe("ended"));
  expect(stage.events().filter((event) => event === "ended")).toHaveLength(1);
  expect(stage.events()).toContain("verb-finished");
  expect(exchange.bridges.size).toBe(0);
  expect(complaints).toEqual([]);
});

test("a call whose last verb has ended is asked about, and hung up when the host has nothing more for it", async () => {
  const stage = await openExchange();
  const asked: (string | undefined)[] = [];
  stage.center.calls.answerWith(({ event }) => {
    asked.push(event.verb);
    return asked.length === 1 ? [{ verb: "send-digits", digits: "1" }] : undefined;
  });
  const { sessionId } = await answered(stage, [{ verb: "play", url: SOUND }]);
  await soon(async () => expect(await stateOf(stage, sessionId)).toBe("ended"));
  expect(asked).toEqual(["play", "send-digits"]);
  expect(stage.simulator.exchange.deeds.at(-1)).toBe("hang-up normal");
});

test("a call that comes in is refused as busy when nobody answers for the host", async () => {
  const stage = await openExchange();
  stage.simulator.exchange.incoming({ id: "17.3", from: PERSON, to: "100", application: "plugboard" });
  await soon(() => expect(stage.simulator.exchange.deeds).toEqual(["hang-up busy"]));
  await soon(() => expect(stage.events().at(-1)).toBe("ended"));
});

test("every other verb reaches the exchange as it is described", async () => {
  const stage = await openExchange();
  const { exchange, complaints } = stage.simulator;
  const { sessionId } = await answered(stage);
  const outcome = await stage.center.calls.control("acme", sessionId, [
    { verb: "hold", on: true },
    { verb: "hold", on: false },
    { verb: "mute", on: true },
    { verb: "mute", on: false },
    { verb: "send-digits", digits: "1w#" },
    { verb: "record", mode: "call" },
    { verb: "queue", name: "support" },
  ]);
  expect(outcome).toMatchObject({ accepted: true, outcome: { outcome: "received" } });
  expect(exchange.deeds.slice(1).filter((deed) => deed !== "record")).toEqual([
    ...["hold", "unhold", "mute", "unmute", "dtmf 1w#", "continue support"],
  ]);
  await soon(() => expect(exchange.deeds).toContain("record"));
  expect(complaints).toEqual([]);
});

test("a transfer that the other side refuses is told, and the host has the call again", async () => {
  const stage = await openExchange();
  const { exchange, complaints } = stage.simulator;
  const asked: (string | undefined)[] = [];
  stage.center.calls.answerWith(({ event }) => {
    asked.push(`${event.verb ?? ""} ${event.providerCode ?? ""}`);
    return [{ verb: "hang-up" }];
  });
  const { sessionId } = await answered(stage, [{ verb: "transfer", to: "PJSIP/anna" }]);
  await soon(async () => expect(await stateOf(stage, sessionId)).toBe("ended"));
  expect(exchange.deeds.slice(1)).toEqual(["redirect PJSIP/anna", "play sound:silence/1", "hang-up normal"]);
  expect(asked).toEqual(["transfer not-taken"]);
  expect(complaints).toEqual([]);
});

test("a transfer that is taken ends the call here, and nobody is asked", async () => {
  const stage = await openExchange();
  const { exchange } = stage.simulator;
  exchange.takesTransfers = true;
  const { sessionId } = await answered(stage, [
    { verb: "transfer", to: "PJSIP/anna" },
    { verb: "play", url: SOUND },
  ]);
  await soon(async () => expect(await stateOf(stage, sessionId)).toBe("ended"));
  expect(exchange.deeds).not.toContain(`play sound:${SOUND}`);
  expect(stage.events()).not.toContain("verb-finished");
});

test.each([
  [{ verb: "say", text: "hello" }, "SPEECH_NOT_SET_UP"],
  [{ verb: "gather", input: ["speech"] }, "SPEECH_UNSUPPORTED"],
  [{ verb: "dial", to: "PJSIP/anna&PJSIP/bert" }, "DESTINATION_UNSUPPORTED"],
] as const)("%o is refused by name, and nothing leaves", async (verb, code) => {
  const stage = await openExchange();
  const { sessionId } = await answered(stage);
  const before = stage.simulator.exchange.deeds.length;
  const input = verb.verb === "gather" ? { ...verb, input: [...verb.input] } : verb;
  expect(await stage.center.calls.control("acme", sessionId, [input])).toMatchObject({
    outcome: { outcome: "refused", code },
  });
  expect(stage.simulator.exchange.deeds.length).toBe(before);
});

test.each([
  [17, 486, "busy", true],
  [21, 603, "declined", true],
  [21, 607, "declined", true],
  [17, 600, "busy", true],
  [19, undefined, "no-answer", false],
  [38, undefined, "failed", false],
])("cause %s with SIP %s ends the call as %s; the recipient's decision: %s", async (cause, sip, ended, decided) => {
  const stage = await openExchange();
  const begun = await stage.center.calls.start(call);
  if (!begun.accepted) throw new Error(begun.refusal.code);
  stage.simulator.exchange.hangUp(begun.call.callId ?? "", cause, sip);
  await soon(async () =>
    expect(await stage.center.calls.get("acme", begun.call.sessionId)).toMatchObject({
      ...{ state: "ended", cause: ended, recipientDecided: decided },
    }),
  );
});

test.each([
  [{ kind: "credentials-refused" }, "try-again", "account"],
  [{ kind: "rate-limited", retryAfterSeconds: 3 }, "try-again", "account"],
  [{ kind: "unavailable" }, "try-again", "provider"],
  [{ kind: "recipient-unknown" }, "refused", "account"],
  [{ kind: "lose-answer" }, "unknown", undefined],
] as const)(
  "%o makes a call's outcome %s, by the fault of %s, and nobody is rung twice",
  async (fault, outcome, party) => {
    const stage = await openExchange();
    stage.simulator.misbehave(fault);
    const begun = await stage.center.calls.start({ ...call, idempotencyKey: "once" });
    expect(begun).toMatchObject({ accepted: true, outcome: { outcome, ...(party === undefined ? {} : { party }) } });
    await stage.center.calls.start({ ...call, idempotencyKey: "once" });
    expect(stage.simulator.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
  },
);

test("a call whose answer was lost is not begun twice, and its events find it", async () => {
  const stage = await openExchange();
  stage.simulator.misbehave({ kind: "lose-answer" });
  const begun = await stage.center.calls.start(call);
  expect(begun).toMatchObject({ accepted: true, outcome: { outcome: "unknown" } });
  const [callId = ""] = stage.simulator.exchange.channels.keys();
  stage.simulator.exchange.answered(callId);
  await soon(() => expect(stage.events()).toContain("answered"));
  expect(stage.center.calls.live("acme")).toMatchObject([{ callId, state: "answered" }]);
  expect(stage.simulator.exchange.deeds).toHaveLength(1);
});

test("an answer is told once, though the exchange tells it as a state and as an arrival, and again after a drop", async () => {
  const stage = await openExchange();
  const { sessionId, callId } = await answered(stage);
  stage.simulator.cut();
  await stage.simulator.untilFollowed();
  await soon(() => {
    // What comes behind the look at the exchange has been told when this is.
    stage.simulator.exchange.hangUp(callId);
    expect(stage.events()).toContain("ended");
  });
  await soon(async () => expect(await stateOf(stage, sessionId)).toBe("ended"));
  expect(stage.events().filter((event) => event === "answered")).toHaveLength(1);
});

test("the events' connection drops in mid-call: the call lives on, and what was missed is made up for", async () => {
  const stage = await openExchange();
  const { exchange } = stage.simulator;
  const first = await answered(stage);
  const second = await answered(stage);
  stage.simulator.cut();
  // Unseen: nobody is told.
  exchange.hangUp(first.callId);
  exchange.incoming({ id: "17.2", from: PERSON, to: "100", application: "plugboard" });
  await stage.simulator.untilFollowed();
  await soon(async () => expect(await stateOf(stage, first.sessionId)).toBe("ended"));
  expect(await stateOf(stage, second.sessionId)).toBe("answered");
  await soon(() => expect(stage.events()).toContain("offered"));
  await stage.center.calls.hangUp("acme", second.sessionId);
  await soon(async () => expect(await stateOf(stage, second.sessionId)).toBe("ended"));
});

test.each([
  ["MACHINE", true],
  ["HUMAN", false],
])("who answered (%s) is found out before the call's verbs begin, where the host asked", async (found, machine) => {
  const stage = await openExchange();
  const { exchange, complaints } = stage.simulator;
  const verbs = [{ verb: "play", url: SOUND } as const, { verb: "hold", on: true } as const];
  const begun = await stage.center.calls.start({ ...call, detectMachine: true, verbs });
  if (!begun.accepted) throw new Error(begun.refusal.code);
  const { sessionId, callId = "" } = begun.call;
  exchange.answered(callId);
  await soon(() => expect(exchange.deeds.at(-1)).toBe("continue s"));
  expect(await stateOf(stage, sessionId)).toBe("answered");
  // Seen in the dialplan after a drop, it stays there.
  stage.simulator.cut();
  await stage.simulator.untilFollowed();
  exchange.comesBack(callId, "amd", found);
  await soon(() => expect(exchange.deeds.slice(-2)).toEqual([`play sound:${SOUND}`, "hold"]));
  expect(exchange.deeds.filter((deed) => deed === "continue s")).toHaveLength(1);
  await soon(async () =>
    expect(await stage.center.calls.get("acme", sessionId)).toMatchObject({ state: "answered", machine }),
  );
  expect(stage.events().filter((event) => event === "answered")).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test("a drop ends no call that is elsewhere in the exchange: one that rings, one that was put into a queue", async () => {
  const stage = await openExchange();
  const queued = await answered(stage);
  await stage.center.calls.control("acme", queued.sessionId, [{ verb: "queue", name: "support" }]);
  const begun = await stage.center.calls.start(call);
  if (!begun.accepted) throw new Error(begun.refusal.code);
  const ringing = begun.call;
  await stage.center.calls.control("acme", ringing.sessionId, [{ verb: "play", url: SOUND }]);
  const third = await answered(stage);
  stage.simulator.cut();
  stage.simulator.exchange.hangUp(third.callId);
  await stage.simulator.untilFollowed();
  await soon(async () => expect(await stateOf(stage, third.sessionId)).toBe("ended"));
  expect(await stateOf(stage, queued.sessionId)).toBe("answered");
  expect(await stateOf(stage, ringing.sessionId)).toBe("begun");
  stage.simulator.exchange.hangUp(queued.callId);
  stage.simulator.exchange.hangUp(ringing.callId ?? "", 17, 486);
  await soon(async () => expect(await stateOf(stage, queued.sessionId)).toBe("ended"));
  await soon(async () =>
    expect(await stage.center.calls.get("acme", ringing.sessionId)).toMatchObject({ recipientDecided: true }),
  );
});

test("a host that starts anew in mid-call goes on with what the exchange has kept", async () => {
  const stage = await openExchange();
  const { exchange } = stage.simulator;
  const { sessionId, callId } = await answered(stage, [
    { verb: "gather", input: ["digits"], maxDigits: 1, timeoutMs: 60_000 },
    { verb: "play", url: SOUND },
    { verb: "hang-up" },
  ]);
  await stage.restart();
  await stage.center.calls.resumed();
  expect(await stateOf(stage, sessionId)).toBe("answered");
  await soon(() => {
    // Pressed until somebody listens again.
    exchange.press(callId, "7");
    expect(stage.received.map(({ event }) => event)).toContainEqual(expect.objectContaining({ digits: "7" }));
  });
  await soon(async () => expect(await stateOf(stage, sessionId)).toBe("ended"));
  expect(exchange.deeds.filter((deed) => deed.startsWith("play"))).toEqual([`play sound:${SOUND}`]);
});

test("a host that ends in the middle of a transfer is followed by one that hears how it went", async () => {
  const stage = await openExchange();
  const { exchange } = stage.simulator;
  exchange.playsAtOnce = false;
  const { sessionId } = await answered(stage);
  await stage.center.calls.control("acme", sessionId, [{ verb: "transfer", to: "PJSIP/anna" }]);
  await soon(() => expect(exchange.playbacks.size).toBe(1));
  const [unheard = ""] = exchange.playbacks.keys();
  await stage.center.close({ graceMs: 0 });
  exchange.endPlayback(unheard);
  exchange.playsAtOnce = true;
  await stage.restart();
  stage.center.calls.answerWith(() => [{ verb: "hang-up" }]);
  await stage.center.calls.resumed();
  await soon(async () => expect(await stateOf(stage, sessionId)).toBe("ended"));
  expect(stage.received.map(({ event }) => event)).toContainEqual(
    expect.objectContaining({ event: "verb-finished", verb: "transfer", providerCode: "not-taken" }),
  );
});

test("a call that ended while the host was away is ended on record", async () => {
  const stage = await openExchange();
  const { sessionId, callId } = await answered(stage);
  const closing = stage.center.close({ graceMs: 0 });
  await closing;
  stage.simulator.exchange.hangUp(callId);
  await stage.restart();
  await stage.center.calls.resumed();
  await soon(async () => expect(await stateOf(stage, sessionId)).toBe("ended"));
});

test("hanging up twice, also at once, is hanging up", async () => {
  const stage = await openExchange();
  const { sessionId } = await answered(stage);
  const both = await Promise.all([
    stage.center.calls.hangUp("acme", sessionId),
    stage.center.calls.hangUp("acme", sessionId),
  ]);
  expect(both).toMatchObject([{ accepted: true }, { accepted: true }]);
  await soon(async () => expect(await stateOf(stage, sessionId)).toBe("ended"));
  expect(await stage.center.calls.hangUp("acme", sessionId)).toMatchObject({ accepted: true });
  expect(stage.events().filter((event) => event === "ended")).toHaveLength(1);
});

test("ten thousand digits are one answer, and no more records than that", async () => {
  const stage = await openExchange();
  const { exchange } = stage.simulator;
  const { sessionId, callId } = await answered(stage, [
    { verb: "gather", input: ["digits"], maxDigits: 5, timeoutMs: 60_000 },
    { verb: "hold", on: true },
  ]);
  const before = stage.received.length;
  await soon(() => {
    exchange.press(callId, "1");
    expect(stage.received.length + exchange.deeds.filter((deed) => deed === "hold").length).toBeGreaterThan(before);
  });
  for (let count = 0; count < 10_000; count += 1) exchange.press(callId, "9");
  const answers = (): number => stage.events().filter((event) => event === "digits").length;
  await soon(() => expect(answers()).toBe(1));
  // In the midst of it: the flood holds up nothing.
  await stage.center.calls.hangUp("acme", sessionId);
  await soon(async () => expect(await stateOf(stage, sessionId)).toBe("ended"));
  expect(answers()).toBe(1);
}, 60_000);
