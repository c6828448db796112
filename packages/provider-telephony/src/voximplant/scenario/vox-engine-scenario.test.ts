import { createHash } from "node:crypto";
import { createContext, runInContext } from "node:vm";
import { callEventSchema } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import type { VoxCallEvent } from "./vox-engine.js";
import { voxEngineScenario } from "./vox-engine-scenario.js";

const CALL_EVENTS = {
  ...{ Connected: "Call.Connected", Ringing: "Call.Ringing", Disconnected: "Call.Disconnected", Failed: "Call.Failed" },
  ...{ PlaybackFinished: "Call.PlaybackFinished", ToneReceived: "Call.ToneReceived" },
  ...{ RecordStarted: "Call.RecordStarted", RecordStopped: "Call.RecordStopped" },
};
const RECORDER_EVENTS = { Started: "Recorder.Started", Stopped: "Recorder.Stopped" };
const AMD = {
  Model: { EU_GENERAL: "eu_general" },
  ResultClass: { HUMAN: "HUMAN", VOICEMAIL: "VOICEMAIL" },
  Events: { DetectionComplete: "AMD.Events.DetectionComplete" },
};
type Listener = (event: VoxCallEvent) => void;

/** A call of the fake VoxEngine: what was done with it, and what happens to it. */
class FakeCall {
  readonly done: string[] = [];
  readonly listeners = new Map<string, Listener[]>();
  constructor(
    readonly from: string,
    readonly to: string,
  ) {}
  addEventListener(event: string, handler: Listener): void {
    if (event === undefined) throw new Error("an event VoxEngine does not know");
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), handler]);
  }
  removeEventListener(event: string, handler: Listener): void {
    this.listeners.set(
      event,
      (this.listeners.get(event) ?? []).filter((one) => one !== handler),
    );
  }
  happens(event: keyof typeof CALL_EVENTS, details: VoxCallEvent = {}): void {
    for (const handler of this.listeners.get(CALL_EVENTS[event]) ?? []) handler(details);
  }
  answer(): void {
    this.done.push("answer");
    this.happens("Connected");
  }
  reject(code: number): void {
    this.done.push(`reject ${String(code)}`);
  }
  hangup(): void {
    this.done.push("hangup");
    this.happens("Disconnected", { duration: 7 });
  }
  readonly voices: unknown[] = [];
  say(text: string, parameters: object): void {
    this.done.push(`say ${text}`);
    this.voices.push(parameters);
  }
  startPlayback(url: string, { loop }: { loop?: boolean }): void {
    this.done.push(`play ${url}${loop === false ? "" : " for good"}`);
  }
  stopPlayback(): void {
    // Nothing is heard in a test.
  }
  handleTones(on: boolean): void {
    this.done.push(`tones ${String(on)}`);
  }
  sendDigits(digits: string): void {
    this.done.push(`digits ${digits}`);
  }
  record(): void {
    this.done.push("record");
    this.happens("RecordStarted", { url: "https://storage.voximplant.com/record1" });
  }
  sendMediaTo({ start }: { start: () => void }): void {
    this.done.push("message");
    start();
  }
  callerid = (): string => this.from;
  number = (): string => this.to;
}

interface Posted {
  readonly id: string;
  readonly hash: string;
  readonly event: ReturnType<typeof callEventSchema.parse>;
}

/** The published API's part that the scenario uses, with timers and a host under the test's control. */
function engine(answers: (event: Posted["event"]) => unknown[] | number, customData = "") {
  const posted: Posted[] = [];
  const calls: FakeCall[] = [];
  const timers: { run: () => void; ms: number }[] = [];
  const recorders: string[] = [];
  const detectors: { model: string; found?: (resultClass: string) => void }[] = [];
  const app = new Map<string, (event: object) => void>();
  let terminated = 0;
  const HASH = "salt123account";
  const make = (to: string, from: string): FakeCall => {
    const call = new FakeCall(from, to);
    calls.push(call);
    return call;
  };
  const globals = {
    VoxEngine: {
      addEventListener: (event: string, handler: (event: object) => void) => app.set(event, handler),
      customData: () => customData,
      getSecretValue: (name: string) =>
        ({ plugboard_webhook: "https://host.example/w/c1/s", plugboard_hash: HASH })[name],
      callPSTN: (number: string, callerid: string) => make(number, callerid),
      createRecorder: () => {
        const handlers = new Map<string, Listener>();
        const name = `message${String(recorders.push("began"))}`;
        const at = recorders.length - 1;
        return {
          addEventListener: (event: string, handler: Listener) => handlers.set(event, handler),
          start: () => handlers.get(RECORDER_EVENTS.Started)?.({ url: `https://storage.voximplant.com/${name}` }),
          stop: () => {
            recorders[at] = "stopped";
            handlers.get(RECORDER_EVENTS.Stopped)?.({ duration: 3 });
          },
        };
      },
      callSIP: (to: string, { callerid }: { callerid: string }) => make(to, callerid),
      sendMediaBetween: (one: FakeCall, other: FakeCall) => one.done.push(`joined ${other.to}`),
      terminate: () => (terminated += 1),
    },
    AppEvents: { Started: "Application.Started", CallAlerting: "Application.CallAlerting" },
    CallEvents: CALL_EVENTS,
    RecorderEvents: RECORDER_EVENTS,
    AMD: {
      ...AMD,
      create: (parameters: { model: string }) => {
        const detector: (typeof detectors)[number] = { ...parameters };
        detectors.push(detector);
        return {
          addEventListener: (_event: string, handler: (event: object) => void) => {
            detector.found = (resultClass) => handler({ resultClass });
          },
        };
      },
    },
    VoiceList: {
      Amazon: { de_DE_Vicki: "vicki", de_DE_Hans: "hans", en_US_Joanna: "joanna" },
      Google: { he_IL_Wavenet_A: "hebrew" },
      Microsoft: { Neural: { cy_GB_AledNeural: "welsh" } },
    },
    Modules: {},
    require: () => undefined,
    Crypto: { md5: (data: string) => createHash("md5").update(data).digest("hex") },
    Logger: { write: () => undefined },
    Net: {
      httpRequest: (url: string, done: (result: object) => void, options: { postData: string; headers: string[] }) => {
        expect(url).toBe("https://host.example/w/c1/s");
        expect(options.headers).toEqual(["Content-Type: application/json"]);
        const { callbacks } = JSON.parse(options.postData) as {
          callbacks: { callback_id: string; hash: string; type: string; plugboard_call: object }[];
        };
        const [callback] = callbacks;
        if (callback === undefined) throw new Error("no callback");
        const { callback_id: id, hash, plugboard_call: body } = callback;
        expect(hash).toBe(
          createHash("md5")
            .update(HASH + id)
            .digest("hex"),
        );
        const event = callEventSchema.parse({ type: "call", ...body });
        posted.push({ id, hash, event });
        const answer = answers(event);
        done(typeof answer === "number" ? { code: answer } : { code: 200, text: JSON.stringify({ verbs: answer }) });
      },
    },
    setTimeout: (run: () => void, ms: number) => {
      const timer = { run, ms };
      timers.push(timer);
      return timer;
    },
    clearTimeout: (timer: { run: () => void } | undefined) => {
      const index = timers.findIndex((one) => one === timer);
      if (index >= 0) timers.splice(index, 1);
    },
  };
  runInContext(voxEngineScenario, createContext(globals));
  app.get("Application.Started")?.({ sessionId: 4711 });
  return {
    ...{ posted, calls, timers, recorders, detectors },
    names: () => posted.map(({ event }) => event.event),
    get terminated() {
      return terminated;
    },
    alert: (call: FakeCall) => app.get("Application.CallAlerting")?.({ call }),
    /** The next timer runs out. */
    pass: () => timers.shift()?.run(),
  };
}

const OUTBOUND = JSON.stringify({ r: "call_1", t: "+4930901820", f: "+14155550100", s: 30 });

describe("the scenario calls", () => {
  test("a number, asks for verbs when it is answered, and tells how it ended", () => {
    const scripted = [[{ verb: "say", text: "Hallo" }], []];
    const vox = engine((event) => (event.awaitsVerbs ? (scripted.shift() ?? []) : []), OUTBOUND);
    const [call] = vox.calls;
    expect([call?.to, call?.from]).toEqual(["4930901820", "14155550100"]);
    call?.happens("Ringing");
    call?.happens("Connected");
    expect(call?.done).toEqual(["say Hallo"]);
    call?.happens("PlaybackFinished");
    expect(vox.names()).toEqual(["ringing", "answered", "verb-finished", "ended"]);
    expect(vox.posted[0]?.event).toMatchObject({
      callId: "4711",
      reference: "call_1",
      direction: "outbound",
      sequence: 1,
    });
    expect(vox.posted.at(-1)?.event).toMatchObject({ cause: "completed", durationMs: 7_000 });
    expect(vox.terminated).toBe(1);
  });

  test.each([486, 603, 404])("and a refusal (SIP %i) as the telephone gave it", (code) => {
    const vox = engine(() => [], OUTBOUND);
    vox.calls[0]?.happens("Failed", { code });
    expect(vox.posted.at(-1)?.event).toMatchObject({ event: "ended", sipStatus: code, durationMs: 0 });
  });

  test("no longer than it was told to ring", () => {
    const vox = engine(() => [], OUTBOUND);
    expect(vox.timers[0]?.ms).toBe(30_000);
    vox.pass();
    expect(vox.posted.map(({ event }) => [event.event, event.cause])).toEqual([["ended", "no-answer"]]);
    expect(vox.calls[0]?.done).toEqual(["hangup"]);
  });
});

test.each([
  ["VOICEMAIL", ["ringing", "machine-detected"]],
  ["HUMAN", ["ringing"]],
])("where the host asked who answers, %s is told as %j", (resultClass, names) => {
  const asked = { ...(JSON.parse(OUTBOUND) as object), m: "EU_GENERAL" };
  const vox = engine(() => [{ verb: "hold", on: true }], JSON.stringify(asked));
  vox.calls[0]?.happens("Ringing");
  expect(vox.detectors.map(({ model }) => model)).toEqual(["eu_general"]);
  vox.detectors[0]?.found?.(resultClass);
  expect(vox.names()).toEqual(names);
  expect(engine(() => [], OUTBOUND).detectors).toEqual([]);
});

describe("a call that comes in", () => {
  test("is offered, answered by the first verb, and its keys are told", () => {
    const vox = engine((event) => {
      if (event.event === "offered") return [{ verb: "gather", input: ["digits"], maxDigits: 2, timeoutMs: 5_000 }];
      return event.event === "digits" ? [{ verb: "hang-up", reason: "completed" }] : [];
    });
    const call = new FakeCall("4915112345201", "14155550100");
    vox.alert(call);
    call.happens("ToneReceived", { tone: "4" });
    call.happens("ToneReceived", { tone: "2" });
    expect(vox.posted.find(({ event }) => event.event === "digits")?.event).toMatchObject({
      digits: "42",
      awaitsVerbs: true,
    });
    expect(vox.posted[0]?.event).toMatchObject({ from: "+4915112345201", to: "+14155550100", direction: "inbound" });
    expect(call.done).toEqual(["answer", "tones true", "tones false", "hangup"]);
  });

  test("is refused with the telephone's own word", () => {
    const vox = engine(() => [{ verb: "hang-up", reason: "busy" }]);
    const call = new FakeCall("4915112345201", "14155550100");
    vox.alert(call);
    expect(call.done).toEqual(["reject 486"]);
    expect(vox.names()).toEqual(["offered", "ended"]);
  });

  test("whose caller floods keys is heard up to 64, once", () => {
    const vox = engine((event) => (event.event === "offered" ? [{ verb: "gather", input: ["digits"] }] : []));
    const call = new FakeCall("4915112345201", "14155550100");
    vox.alert(call);
    for (let count = 0; count < 10_000; count += 1) call.happens("ToneReceived", { tone: "5" });
    const digits = vox.posted.filter(({ event }) => event.event === "digits");
    expect(digits.map(({ event }) => event.digits)).toEqual(["5".repeat(64)]);
  });

  test("stays while the host is asked again, and is refused when it never answers", () => {
    const codes = [503, -7, 503];
    const vox = engine(() => codes.shift() ?? 503);
    const call = new FakeCall("4915112345201", "14155550100");
    vox.alert(call);
    vox.pass();
    vox.pass();
    expect(new Set(vox.posted.slice(0, 3).map(({ id }) => id)).size).toBe(1);
    expect(call.done).toEqual(["reject 486"]);
  });
});

describe("verbs", () => {
  const live = (verbs: unknown[], more: (event: Posted["event"]) => unknown[] = () => []) => {
    let first = true;
    const vox = engine((event) => {
      if (event.awaitsVerbs !== true) return [];
      if (!first) return more(event);
      first = false;
      return verbs;
    }, OUTBOUND);
    vox.calls[0]?.happens("Connected");
    return vox;
  };

  const message = { verb: "record", mode: "message", finishOnKey: "#", maxDurationMs: 9_000 };
  const recorded = (vox: ReturnType<typeof engine>) => vox.posted.flatMap(({ event }) => event.recording ?? []);
  const stored = (name: string) => `https://storage.voximplant.com/${name}`;

  test("record: a message until its key and not a word longer, told when it is there", () => {
    const vox = live([message], () => [{ verb: "say", text: "Thank you" }]);
    expect(vox.recorders).toEqual(["began"]);
    vox.calls[0]?.happens("ToneReceived", { tone: "#" });
    expect(vox.recorders).toEqual(["stopped"]);
    expect(vox.names()).toEqual(["answered", "recording-ready", "verb-finished"]);
    expect(recorded(vox)).toEqual([{ mediaId: stored("message1"), durationMs: 3_000 }]);
  });

  test("record: every message is told, also one that the person's hanging up ends", () => {
    const again = [[message]];
    const vox = live([message], () => again.shift() ?? []);
    vox.calls[0]?.happens("ToneReceived", { tone: "#" });
    vox.calls[0]?.happens("Disconnected", { duration: 9 });
    expect(vox.recorders).toEqual(["stopped", "stopped"]);
    expect(recorded(vox).map(({ mediaId }) => mediaId)).toEqual([stored("message1"), stored("message2")]);
    expect(vox.names().at(-1)).toBe("ended");
  });

  test("record: the whole call once, beside other verbs, told before the end", () => {
    const both = { verb: "record", mode: "call" };
    const vox = live([both, both, { verb: "hang-up", reason: "completed" }]);
    expect(vox.calls[0]?.done).toEqual(["record", "hangup"]);
    expect(vox.names()).toEqual(["answered", "recording-ready", "ended"]);
    expect(recorded(vox)).toEqual([{ mediaId: stored("record1") }]);
  });

  test.each([
    ["in a language, by the first voice of it", { language: "de-DE" }, { voice: "vicki", language: "vicki" }],
    ["in a language without a country", { language: "de" }, { voice: "vicki", language: "vicki" }],
    ["in a language another of the providers has", { language: "he-IL" }, { voice: "hebrew", language: "hebrew" }],
    ["by a voice by its name", { voice: "Amazon.de_DE_Hans" }, { voice: "hans", language: "hans" }],
    ["by a voice of a family", { voice: "Microsoft.Neural.cy_GB_AledNeural" }, { voice: "welsh", language: "welsh" }],
    ["by the default voice, where the named one is not known", { voice: "Amazon.constructor.name" }, {}],
    ["by the default voice, where the language is not known", { language: "tlh" }, {}],
  ])("say: %s", (_name, more, expected) => {
    const vox = live([{ verb: "say", text: "Hello", ...more }]);
    expect(vox.calls[0]?.voices).toEqual([expected]);
  });

  test("say: a text longer than VoxEngine says at once is said in parts, to the character, and asked about after the last", () => {
    const text = `${"Drücken Sie die 1 👋 ".repeat(120)}${"x".repeat(1_600)}`;
    const vox = live([{ verb: "say", text }]);
    const parts = (): string[] => (vox.calls[0]?.done ?? []).map((deed) => deed.replace(/^say /, ""));
    for (let part = 0; part < 3; part += 1) vox.calls[0]?.happens("PlaybackFinished");
    expect(parts().join("")).toBe(text);
    expect(parts().every((part) => part.length <= 1_500)).toBe(true);
    expect(parts()[0]?.endsWith(" ")).toBe(true);
    expect(vox.names()).toEqual(["answered"]);
    vox.calls[0]?.happens("PlaybackFinished");
    expect(vox.names().slice(0, 2)).toEqual(["answered", "verb-finished"]);
  });

  test("play: a sound as often as was said, never for good", () => {
    const vox = live([{ verb: "play", url: "https://sounds.example.com/a.mp3", loop: 2 }]);
    vox.calls[0]?.happens("PlaybackFinished");
    expect(vox.calls[0]?.done).toEqual(Array(2).fill("play https://sounds.example.com/a.mp3"));
  });

  test("dial: joined, and whoever hangs up ends both", () => {
    const vox = live([{ verb: "dial", to: "+4930901821", timeoutMs: 20_000 }]);
    const [call, other] = vox.calls;
    other?.happens("Connected");
    expect(call?.done).toEqual(["joined 4930901821"]);
    call?.happens("Disconnected", { duration: 3 });
    expect(other?.done).toEqual(["hangup"]);
    expect(vox.names()).toEqual(["answered", "ended"]);
  });

  test("dial: who refuses is told, and the call goes on", () => {
    const vox = live([{ verb: "dial", to: "sip:a@pbx.example" }], () => [{ verb: "say", text: "Nobody there" }]);
    vox.calls[1]?.happens("Failed", { code: 486 });
    expect(vox.posted[1]?.event).toMatchObject({ event: "verb-finished", verb: "dial", providerCode: "486" });
    expect(vox.calls[0]?.done).toEqual(["say Nobody there"]);
  });

  test("transfer: one that nobody takes is told, and the host has the call again", () => {
    const vox = live([{ verb: "transfer", to: "sip:a@pbx.example" }], () => [{ verb: "say", text: "Nobody there" }]);
    vox.calls[1]?.happens("Failed", { code: 486 });
    expect(vox.posted[1]?.event).toMatchObject({ event: "verb-finished", verb: "transfer", providerCode: "486" });
    expect(vox.calls[0]?.done).toEqual(["say Nobody there"]);
  });

  test("transfer: one that was taken ends the call when it is over", () => {
    const vox = live([{ verb: "transfer", to: "sip:a@pbx.example" }], () => [{ verb: "say", text: "Nobody there" }]);
    vox.calls[1]?.happens("Connected");
    vox.calls[1]?.happens("Disconnected");
    expect(vox.calls[0]?.done).toEqual(["joined sip:a@pbx.example", "hangup"]);
    expect(vox.names()).toEqual(["answered", "ended"]);
  });

  test("answer, as the last: silent for a minute, in which the host is asked again, and over when it has nothing", () => {
    const vox = live([{ verb: "answer" }]);
    vox.timers.shift();
    expect(vox.names()).toEqual(["answered"]);
    for (let asked = 1; asked < 12; asked += 1) vox.pass();
    expect(vox.calls[0]?.done).toEqual([]);
    vox.pass();
    expect(vox.calls[0]?.done).toEqual(["hangup"]);
    expect(vox.posted.filter(({ event }) => event.verb === "answer")).toHaveLength(12);
  });

  test("none at the answer of a call is silence, too", () => {
    const answers = [[], [{ verb: "say", text: "Good day" }]];
    const vox = live([], () => answers.shift() ?? []);
    vox.timers.shift();
    vox.pass();
    vox.pass();
    expect(vox.calls[0]?.done).toEqual(["say Good day"]);
  });

  test("hold: is followed by what comes after it in the list", () => {
    const vox = live([
      { verb: "hold", on: true },
      { verb: "say", text: "Thank you for waiting" },
    ]);
    expect(vox.calls[0]?.done).toEqual(["say Thank you for waiting"]);
  });

  test("hold: the host is asked again until it has something", () => {
    const answers = [[], [{ verb: "hang-up", reason: "completed" }]];
    const vox = live([{ verb: "hold", on: true }], () => answers.shift() ?? []);
    // The first timer is that of the ringing.
    vox.timers.shift();
    vox.pass();
    vox.pass();
    expect(vox.names()).toEqual(["answered", "verb-finished", "verb-finished", "ended"]);
  });

  test("what ends late after other verbs came changes nothing", () => {
    const vox = live([{ verb: "say", text: "A" }], () => [{ verb: "gather", input: ["digits"], timeoutMs: 1_000 }]);
    const [call] = vox.calls;
    call?.happens("PlaybackFinished");
    call?.happens("PlaybackFinished");
    expect(vox.names()).toEqual(["answered", "verb-finished"]);
  });
});

test("the scenario's text stands alone and holds no secret", () => {
  expect(voxEngineScenario).not.toMatch(/import |require\((?!Modules\.)|export /);
  expect(voxEngineScenario).toContain('getSecretValue("plugboard_webhook")');
});
