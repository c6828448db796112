import type { CallVerbInput, HttpRequestV1, HttpResponseV1 } from "@plugboard/core/spec";
import { callVerbSchema } from "@plugboard/core/spec";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { AsteriskConnection } from "../asterisk-connection.js";
import { CallRun } from "./call-run.js";

const CALL = "1795327800.12";
const DONE: HttpResponseV1 = { status: 204, headers: {}, body: new Uint8Array() };

/** An exchange whose answers come when a test says. */
function stage() {
  const asked: HttpRequestV1[] = [];
  const waiting: (() => void)[] = [];
  const connection = {
    settings: { application: "plugboard", sipPattern: "PJSIP/{to}", queueContext: "queues" },
    clock: { now: () => 0, steadyMs: () => 0 },
    logger: { warn: () => undefined },
    credentials: { resolve: () => Promise.resolve({ current: { user: "u", password: "p" } }) },
    http: {
      request: (request: HttpRequestV1) => {
        asked.push(request);
        return new Promise<HttpResponseV1>((resolve) => waiting.push(() => resolve(DONE)));
      },
    },
  } as unknown as AsteriskConnection;
  const told: string[] = [];
  const run = new CallRun(CALL, connection, (event) => {
    told.push(event.type);
    return Promise.resolve();
  });
  /** The exchange answers everything it was asked, and what that leads to. */
  const answer = async (): Promise<void> => {
    for (const go of waiting.splice(0)) go();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const reached = (part: string): Promise<string> =>
    vi.waitFor(() => {
      const path = asked.find(({ method, path = "" }) => `${method} ${path}`.includes(part))?.path;
      if (path === undefined) throw new Error(`nothing asked for ${part}`);
      return path;
    });
  return { run, asked, told, answer, reached };
}

const verbs = (...inputs: CallVerbInput[]) => inputs.map((one) => callVerbSchema.parse(one));
const bodyOf = ({ body }: HttpRequestV1): Record<string, unknown> =>
  JSON.parse(String(body)) as Record<string, unknown>;

describe("what ends before the exchange's answer to its beginning was read", () => {
  test("is over: a sound that ended at once holds up no call", async () => {
    const { run, asked, answer, reached } = stage();
    const outcome = run.give(verbs({ verb: "play", url: "https://sounds.example.com/a.wav" }, { verb: "hang-up" }));
    await reached("/variable");
    await answer();
    await reached("/play");
    const playing = asked.find(({ path }) => path?.endsWith("/play"));
    run.ended({ playbackId: String(playing && bodyOf(playing)["playbackId"]) });
    await answer();
    await reached("DELETE");
    await answer();
    expect(await outcome).toMatchObject({ outcome: "received" });
  });

  test("is over: a message that failed at once is followed by what comes next", async () => {
    const { run, asked, answer, reached } = stage();
    void run.give(verbs({ verb: "record" }, { verb: "hang-up" }));
    await reached("/variable");
    await answer();
    await reached("/record");
    const recording = asked.find(({ path }) => path?.endsWith("/record"));
    run.ended({ recording: String(recording && bodyOf(recording)["name"]) });
    await answer();
    await reached("DELETE");
  });

  test("is over: somebody who was called and is gone at once leaves the call to its next verb", async () => {
    const { run, told, answer, reached } = stage();
    void run.give(verbs({ verb: "dial", to: "sip:anna@example.com" }, { verb: "hang-up" }));
    await reached("/variable");
    await answer();
    const leg = decodeURIComponent((await reached("-leg-")).split("/").at(-1) ?? "");
    run.left(leg);
    await answer();
    await vi.waitFor(async () => {
      await answer();
      expect(told).toEqual(["PlugboardVerbFinished"]);
    });
    await vi.waitFor(async () => {
      await answer();
      await reached(`DELETE /channels/${CALL}`);
    });
  });

  test("ends nothing else: the end of another sound leaves this one playing", async () => {
    const { run, asked, answer, reached } = stage();
    void run.give(verbs({ verb: "play", url: "https://sounds.example.com/a.wav" }, { verb: "hang-up" }));
    await reached("/variable");
    await answer();
    await reached("/play");
    run.ended({ playbackId: "another" });
    await answer();
    await answer();
    expect(asked.map(({ method }) => method)).toEqual(["POST", "POST"]);
  });
});

test("a transfer whose sound breaks off because the call has gone tells nothing", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { run, asked, told, answer } = stage();
  const given = run.give(verbs({ verb: "transfer", to: "sip:anna@example.com" }));
  while (!(await Promise.race([given.then(() => true), answer().then(() => false)])));
  const playing = asked.find(({ path }) => path?.endsWith("/play"));
  run.ended({ playbackId: String(playing && bodyOf(playing)["playbackId"]) });
  await new Promise((resolve) => setImmediate(resolve));
  vi.advanceTimersByTime(999);
  run.close();
  vi.advanceTimersByTime(60_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toEqual([]);
});

describe("when the last verb of a list was done at once", () => {
  const played = async (inputs: CallVerbInput[]) => {
    const { run, told, answer } = stage();
    const given = run.give(verbs(...inputs));
    while (!(await Promise.race([given.then(() => true), answer().then(() => false)])));
    await answer();
    return { run, told };
  };

  test.each<CallVerbInput>([
    { verb: "send-digits", digits: "1" },
    { verb: "mute", on: true },
    { verb: "hold", on: false },
  ])("the host is asked what comes next after %j", async (verb) => {
    expect((await played([verb])).told).toEqual(["PlugboardVerbFinished"]);
  });

  test.each<CallVerbInput>([{ verb: "hold", on: true }, { verb: "queue", name: "sales" }, { verb: "hang-up" }])(
    "nobody is asked after %j",
    async (verb) => {
      expect((await played([verb])).told).toEqual([]);
    },
  );

  test.each([
    ["nothing was said meanwhile: the host is asked", false, ["PlugboardVerbFinished"]],
    ["the host had a word for it: nobody is asked", true, []],
  ])("an answer is followed by a minute of silence; %s", async (_name, hasMore, expected) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const { run, told } = await played([{ verb: "answer" }]);
    vi.advanceTimersByTime(59_999);
    if (hasMore) void run.give(verbs({ verb: "hold", on: true }));
    vi.advanceTimersByTime(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(expected);
  });
});
