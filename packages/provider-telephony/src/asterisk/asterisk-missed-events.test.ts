import type { CallVerbInput } from "@plugboard/core/spec";
import { describe, expect, test, vi } from "vitest";
import { type ExchangeStage, openExchange } from "./__fixtures__/open-exchange.js";

const SOUND = "https://sounds.example.com/greeting.wav";
const PERSON = "+4930901820042";
const ANNA = "sip:anna@example.com";
/** A busy machine takes its time. */
const soon = <Result>(check: () => Result): Promise<Result> => vi.waitFor(check, 15_000);

/** A call that was taken and is about to do these. */
async function talking(stage: ExchangeStage, verbs: CallVerbInput[]): Promise<string> {
  const begun = await stage.center.calls.start({ accountId: "acme", channelId: "c1", to: PERSON, verbs });
  if (!begun.accepted) throw new Error(begun.refusal.code);
  const { callId = "" } = begun.call;
  stage.simulator.exchange.answered(callId);
  await soon(() => expect(stage.events()).toContain("answered"));
  return callId;
}

const legOf = ({ simulator: { exchange } }: ExchangeStage): Promise<string> =>
  soon(() => {
    const id = [...exchange.channels.keys()].find((one) => one.includes("-leg-"));
    if (id === undefined) throw new Error("nobody was called");
    return id;
  });

const joined = ({ simulator: { exchange } }: ExchangeStage): Promise<unknown> =>
  soon(() => expect(exchange.deeds).toContain("join"));

const rung = ({ simulator: { exchange } }: ExchangeStage): number =>
  exchange.deeds.filter((deed) => deed.startsWith("originate PJSIP/outbound")).length;

describe("what ends while the events are not followed is found by the next look", () => {
  test("a sound: the call goes on", async () => {
    const stage = await openExchange();
    const { exchange, complaints } = stage.simulator;
    exchange.playsAtOnce = false;
    await talking(stage, [{ verb: "play", url: SOUND }, { verb: "hang-up" }]);
    await soon(() => expect(exchange.playbacks.size).toBe(1));
    stage.simulator.cut();
    for (const id of exchange.playbacks.keys()) exchange.endPlayback(id);
    await soon(() => expect(exchange.deeds.at(-1)).toBe("hang-up normal"));
    expect(complaints).toEqual([]);
  });

  test("a sound that plays on is left playing", async () => {
    const stage = await openExchange();
    const { exchange } = stage.simulator;
    exchange.playsAtOnce = false;
    await talking(stage, [{ verb: "play", url: SOUND }, { verb: "hang-up" }]);
    await soon(() => expect(exchange.playbacks.size).toBe(1));
    stage.simulator.cut();
    await soon(() =>
      expect(stage.simulator.requests.some(({ path }) => path.startsWith("/ari/playbacks/"))).toBe(true),
    );
    expect(exchange.deeds.at(-1)).toBe(`play sound:${SOUND}`);
    for (const id of exchange.playbacks.keys()) exchange.endPlayback(id);
    await soon(() => expect(exchange.deeds.at(-1)).toBe("hang-up normal"));
  });

  test("a question: its time to answer begins", async () => {
    const stage = await openExchange();
    const { exchange } = stage.simulator;
    exchange.playsAtOnce = false;
    await talking(stage, [
      { verb: "gather", input: ["digits"], prompt: [{ verb: "play", url: SOUND }], timeoutMs: 1_000 },
    ]);
    await soon(() => expect(exchange.playbacks.size).toBe(1));
    stage.simulator.cut();
    for (const id of exchange.playbacks.keys()) exchange.endPlayback(id);
    await soon(() => expect(stage.events()).toContain("digits"));
  });

  test("a message: it is told as ready, and the call goes on", async () => {
    const stage = await openExchange();
    const { exchange } = stage.simulator;
    await talking(stage, [{ verb: "record" }, { verb: "hang-up" }]);
    await soon(() => expect(exchange.recordings.size).toBe(1));
    stage.simulator.cut();
    const [name = ""] = exchange.recordings.keys();
    exchange.endRecording(name);
    await soon(() => expect(exchange.deeds.at(-1)).toBe("hang-up normal"));
    await soon(() =>
      expect(stage.received.map(({ event }) => event)).toContainEqual(
        expect.objectContaining({ event: "recording-ready", recording: { mediaId: name } }),
      ),
    );
  });

  test("somebody who was called and left: the call goes on", async () => {
    const stage = await openExchange();
    const { exchange } = stage.simulator;
    await talking(stage, [{ verb: "dial", to: ANNA }, { verb: "hang-up" }]);
    const leg = await legOf(stage);
    stage.simulator.cut();
    exchange.hangUp(leg, 17, 486);
    await soon(() => expect(exchange.channels.size).toBe(0));
  });
});

describe("a recording of both sides", () => {
  test("begins with the next look where the channel that listens came while nobody followed, once", async () => {
    const stage = await openExchange();
    const { exchange, complaints } = stage.simulator;
    await talking(stage, [{ verb: "hold", on: true }]);
    const sessionId = stage.center.calls.live("acme")[0]?.sessionId ?? "";
    stage.simulator.cut();
    await stage.center.calls.control("acme", sessionId, [{ verb: "record", mode: "call" }]);
    await soon(() => expect(exchange.recordings.size).toBe(1));
    stage.simulator.cut();
    await soon(() => expect(stage.simulator.requests.filter(({ path }) => path === "/ari/channels").length).toBe(3));
    const [name = ""] = exchange.recordings.keys();
    exchange.endRecording(name);
    await soon(() => expect(stage.events()).toContain("recording-ready"));
    expect(complaints).toEqual([]);
  });
});

describe("who answers while the events are not followed", () => {
  test("is joined by the next look, once", async () => {
    const stage = await openExchange();
    const { exchange, complaints } = stage.simulator;
    const callId = await talking(stage, [{ verb: "dial", to: ANNA }, { verb: "hang-up" }]);
    const leg = await legOf(stage);
    stage.simulator.cut();
    exchange.answered(leg);
    await joined(stage);
    expect([...exchange.bridges.values()].map((bridge) => [...bridge])).toEqual([[callId, leg]]);
    stage.simulator.cut();
    await soon(() => expect(stage.simulator.requests.filter(({ path }) => path === "/ari/channels").length).toBe(3));
    exchange.hangUp(leg);
    await soon(() => expect(exchange.channels.size).toBe(0));
    expect(exchange.deeds.filter((deed) => deed === "join")).toHaveLength(1);
    expect(complaints).toEqual([]);
  });
});

describe("a host that starts anew amid a conversation of two", () => {
  test("rings nobody a second time: both go on speaking, and what follows comes after", async () => {
    const stage = await openExchange();
    const { exchange } = stage.simulator;
    await talking(stage, [{ verb: "dial", to: ANNA }, { verb: "play", url: SOUND }, { verb: "hang-up" }]);
    const leg = await legOf(stage);
    exchange.answered(leg);
    await joined(stage);
    await stage.restart();
    await stage.center.calls.resumed();
    await soon(() =>
      expect(
        stage.simulator.requests.some(({ method, path }) => method === "GET" && path.startsWith("/ari/bridges/")),
      ).toBe(true),
    );
    exchange.hangUp(leg);
    await soon(() => expect(exchange.channels.size).toBe(0));
    expect(rung(stage)).toBe(1);
    expect(exchange.deeds.slice(-3)).toEqual(["join", `play sound:${SOUND}`, "hang-up normal"]);
  });

  test("joins who is still rung when they answer", async () => {
    const stage = await openExchange();
    const { exchange } = stage.simulator;
    await talking(stage, [{ verb: "dial", to: ANNA }, { verb: "hang-up" }]);
    const leg = await legOf(stage);
    await stage.restart();
    exchange.answered(leg);
    await joined(stage);
    expect(rung(stage)).toBe(1);
  });

  test("rings nobody again who left while the host was away: what follows comes next", async () => {
    const stage = await openExchange();
    const { exchange } = stage.simulator;
    await talking(stage, [{ verb: "dial", to: ANNA }, { verb: "play", url: SOUND }, { verb: "hang-up" }]);
    const leg = await legOf(stage);
    exchange.answered(leg);
    await joined(stage);
    await stage.center.close({ graceMs: 0 });
    exchange.hangUp(leg);
    await stage.restart();
    await soon(() => expect(exchange.channels.size).toBe(0));
    expect(rung(stage)).toBe(1);
    expect(exchange.deeds.slice(-2)).toEqual([`play sound:${SOUND}`, "hang-up normal"]);
  });

  test.each(["speaks", "is rung"])("leaves nobody alone on the line who %s when the call is gone", async (how) => {
    const stage = await openExchange();
    const { exchange } = stage.simulator;
    const callId = await talking(stage, [{ verb: "dial", to: ANNA }, { verb: "hang-up" }]);
    const leg = await legOf(stage);
    if (how === "speaks") {
      exchange.answered(leg);
      await joined(stage);
    }
    await stage.center.close({ graceMs: 0 });
    exchange.hangUp(callId);
    await stage.restart();
    if (how === "is rung") exchange.answered(leg);
    await soon(() => expect(exchange.channels.size).toBe(0));
  });
});
