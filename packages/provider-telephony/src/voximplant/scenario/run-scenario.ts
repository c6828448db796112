import type { ScenarioVerb } from "./scenario-verb.js";
import type { speechParts } from "./speech-parts.js";
import type { voiceOf } from "./voice-of.js";
import type { VoxCall, VoxCallEvent, VoxDetector, VoxEngineGlobals } from "./vox-engine.js";

/** What the scenario is put together with: functions whose text stands alone as well. */
export interface ScenarioParts {
  readonly speechParts: typeof speechParts;
  readonly voiceOf: typeof voiceOf;
}

/**
 * What runs in VoxEngine: one call, its verbs and its events, spoken with the host over HTTPS. It stands alone, without imports: its text is the
 * scenario. `getSecretValue` of the application holds `plugboard_webhook` (the channel's address with its secret) and `plugboard_hash` (salt,
 * account id and API key, joined).
 */
export function runScenario(globals: VoxEngineGlobals, { speechParts, voiceOf }: ScenarioParts): void {
  const { VoxEngine, AppEvents, CallEvents, RecorderEvents, AMD, VoiceList, Net, Crypto, Logger } = globals;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- functions of VoxEngine, which know no `this`
  const { setTimeout, clearTimeout } = globals;
  const LONGEST_GATHER = 64;
  const TRIES = 3;
  const ASK_AGAIN_MS = 5_000;
  const ASKED_IN_SILENCE = 60_000 / ASK_AGAIN_MS;

  let sessionId = "";
  let reference: string | undefined;
  let direction = "inbound";
  let from = "";
  let to = "";
  let call: VoxCall | undefined;
  let sequence = 0;
  let isOver = false;
  let isCallRecorded = false;
  /** Recordings that have begun and were not told yet. */
  const untold: string[] = [];
  let isAnswered = false;
  // Each run of verbs has a number: what an earlier one still waits for changes nothing any more.
  let run = 0;

  function post(event: string, details: object, done?: (verbs: ScenarioVerb[]) => void): void {
    sequence += 1;
    const id = `${sessionId}.${String(sequence)}`;
    const about = { callId: sessionId, event, direction, sequence, from, to, occurredAt: new Date().toISOString() };
    const plugboardCall = Object.assign(
      about,
      reference === undefined ? {} : { reference },
      done === undefined ? {} : { awaitsVerbs: true },
      details,
    );
    const hash = Crypto.md5((VoxEngine.getSecretValue("plugboard_hash") ?? "") + id);
    const callback = { callback_id: id, hash, type: "plugboard_call", plugboard_call: plugboardCall };
    deliver(JSON.stringify({ callbacks: [callback] }), 1, done);
  }

  function deliver(postData: string, attempt: number, done?: (verbs: ScenarioVerb[]) => void): void {
    const url = VoxEngine.getSecretValue("plugboard_webhook") ?? "";
    Net.httpRequest(
      url,
      (result) => {
        if (result.code === 200) {
          if (done !== undefined) done(verbsOf(result.text));
          return;
        }
        // The same id and body: the host takes it once, however often it comes.
        if (attempt < TRIES && !(result.code >= 400 && result.code < 500)) {
          setTimeout(() => deliver(postData, attempt + 1, done), 1_000 * attempt);
          return;
        }
        Logger.write(`plugboard: the host answered ${String(result.code)}`);
        if (done !== undefined) done([{ verb: "hang-up", reason: "busy" }]);
      },
      { method: "POST", headers: ["Content-Type: application/json"], postData, timeout: 10 },
    );
  }

  function verbsOf(text: string | undefined): ScenarioVerb[] {
    try {
      // eslint-disable-next-line no-restricted-syntax -- the scenario stands alone, without a schema library; each verb is read field by field
      const answer = JSON.parse(text ?? "") as { verbs?: unknown };
      return Array.isArray(answer.verbs) ? (answer.verbs as ScenarioVerb[]) : [];
    } catch {
      Logger.write("plugboard: the host's answer is no JSON");
      return [];
    }
  }

  /** Asks what comes next; nothing more ends the call, as with every provider. A call that was just answered waits for its first word. */
  function ask(event: string, details: object): void {
    if (isOver) return;
    post(event, details, (verbs) => {
      if (verbs.length > 0) play(verbs);
      else if (event === "answered") play([{ verb: "answer" }]);
      else end();
    });
  }

  /** Asks again and again while the call is silent; without an answer to the last time it ends. */
  function keepAsking(verb: string, times: number): void {
    const mine = run;
    setTimeout(() => {
      if (isOver || mine !== run) return;
      post("verb-finished", { verb }, (verbs) => {
        if (verbs.length > 0) play(verbs);
        else if (times > 1) keepAsking(verb, times - 1);
        else end();
      });
    }, ASK_AGAIN_MS);
  }

  /** The list has come to its end. */
  function finishList(last: ScenarioVerb | undefined): void {
    if (last !== undefined && last.verb === "hold" && last.on === true) keepAsking("hold", Infinity);
    else if (last !== undefined && last.verb === "answer") keepAsking("answer", ASKED_IN_SILENCE);
    else ask("verb-finished", { verb: last?.verb ?? "none" });
  }

  function play(verbs: readonly ScenarioVerb[]): void {
    run += 1;
    const mine = run;
    const next = (index: number): void => {
      if (isOver || mine !== run) return;
      const verb = verbs[index];
      if (verb === undefined) finishList(verbs[verbs.length - 1]);
      else perform(verb, () => next(index + 1));
    };
    next(0);
  }

  function perform(verb: ScenarioVerb, done: () => void): void {
    if (call === undefined || isOver) return;
    const active = call;
    if (verb.verb === "hang-up") {
      if (!isAnswered && direction === "inbound" && verb.reason !== "completed") {
        isOver = true;
        active.reject(verb.reason === "busy" ? 486 : 603);
        finish({ cause: verb.reason === "busy" ? "busy" : "declined", party: "account", durationMs: 0 });
      } else end();
      return;
    }
    if (!isAnswered) {
      // Every other verb answers a call that still rings.
      once(active, CallEvents.Connected, () => perform(verb, done));
      active.answer();
      return;
    }
    if (verb.verb === "say" || verb.verb === "play") {
      speak(active, verb, verb.loop ?? 1, done);
      return;
    }
    if (verb.verb === "gather") gather(active, verb);
    else if (verb.verb === "dial" || verb.verb === "transfer") dial(active, verb);
    else if (verb.verb === "record" && verb.mode === "call") {
      recordCall(active);
      done();
    } else if (verb.verb === "record") recordMessage(active, verb);
    else if (verb.verb === "send-digits") {
      active.sendDigits((verb.digits ?? "").replace(/w/g, "p"));
      done();
    } else done();
  }

  function speak(active: VoxCall, verb: ScenarioVerb, times: number, done: () => void): void {
    const parts = verb.verb === "say" ? speechParts(verb.text ?? "") : [];
    const again = (): void => {
      if (times > 1) speak(active, verb, times - 1, done);
      else done();
    };
    const say = (index: number): void => {
      once(active, CallEvents.PlaybackFinished, () => (index + 1 < parts.length ? say(index + 1) : again()));
      if (verb.verb === "play") active.startPlayback(verb.url ?? "", { loop: false });
      else active.say(parts[index] ?? "", voiceOf(VoiceList, verb));
    };
    say(0);
  }

  function gather(active: VoxCall, verb: ScenarioVerb): void {
    const most = Math.min(verb.maxDigits ?? LONGEST_GATHER, LONGEST_GATHER);
    let digits = "";
    let timer: unknown;
    let isDone = false;
    const finishGather = (): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      active.removeEventListener(CallEvents.ToneReceived, onTone);
      active.handleTones(false);
      active.stopPlayback();
      if (digits === "") ask("verb-finished", { verb: "gather" });
      else ask("digits", { digits });
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(finishGather, verb.timeoutMs ?? 5_000);
    };
    const onTone = ({ tone = "" }: VoxCallEvent): void => {
      if (tone === verb.finishOnKey) {
        finishGather();
        return;
      }
      digits += tone;
      if (digits.length >= most) finishGather();
      else wait();
    };
    active.addEventListener(CallEvents.ToneReceived, onTone);
    active.handleTones(true);
    const prompt = verb.prompt ?? [];
    const next = (index: number): void => {
      const one = prompt[index];
      if (isDone || digits !== "") return;
      if (one === undefined) wait();
      else speak(active, one, one.loop ?? 1, () => next(index + 1));
    };
    next(0);
  }

  function dial(active: VoxCall, verb: ScenarioVerb): void {
    const target = verb.to ?? "";
    const callerid = digitsOf(verb.callerId ?? (direction === "inbound" ? to : from));
    const other = /^sips?:/i.test(target)
      ? VoxEngine.callSIP(target, { callerid })
      : VoxEngine.callPSTN(digitsOf(target), callerid);
    let isDone = false;
    let isTaken = false;
    const ended = (code: string): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      // A call that somebody took and left is over; one that nobody took is still ours.
      if (verb.verb === "transfer" && isTaken) end();
      else ask("verb-finished", { verb: verb.verb, providerCode: code });
    };
    const timer = setTimeout(() => {
      ended("no-answer");
      other.hangup();
    }, verb.timeoutMs ?? 30_000);
    other.addEventListener(CallEvents.Connected, () => {
      isTaken = true;
      clearTimeout(timer);
      VoxEngine.sendMediaBetween(active, other);
    });
    other.addEventListener(CallEvents.Failed, ({ code }) => ended(String(code ?? 0)));
    other.addEventListener(CallEvents.Disconnected, () => ended("completed"));
    // Whoever hangs up ends both.
    once(active, CallEvents.Disconnected, () => {
      isDone = true;
      clearTimeout(timer);
      other.hangup();
    });
  }

  /** Both sides, until the call's end: VoxEngine has no way to stop it sooner. */
  function recordCall(active: VoxCall): void {
    if (isCallRecorded) return;
    isCallRecorded = true;
    once(active, CallEvents.RecordStarted, ({ url }) => {
      if (url !== undefined) untold.push(url);
    });
    active.record({ hd_audio: true });
  }

  /** What the person says, and nothing after it: by a recorder of its own, which can be stopped. */
  function recordMessage(active: VoxCall, verb: ScenarioVerb): void {
    const recorder = VoxEngine.createRecorder({ hd_audio: true });
    let startedUrl: string | undefined;
    recorder.addEventListener(RecorderEvents.Started, ({ url }) => {
      startedUrl = url;
      if (url !== undefined) untold.push(url);
    });
    recorder.addEventListener(RecorderEvents.Stopped, ({ duration }) => {
      const at = startedUrl === undefined ? -1 : untold.indexOf(startedUrl);
      if (at < 0) return;
      untold.splice(at, 1);
      const length = duration === undefined ? {} : { durationMs: Math.round(duration * 1_000) };
      post("recording-ready", { recording: Object.assign({ mediaId: startedUrl }, length) });
    });
    active.sendMediaTo(recorder);
    let isDone = false;
    const finishRecord = (): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      active.removeEventListener(CallEvents.ToneReceived, onTone);
      active.handleTones(false);
      recorder.stop();
      ask("verb-finished", { verb: "record" });
    };
    const onTone = ({ tone }: VoxCallEvent): void => {
      if (tone === verb.finishOnKey) finishRecord();
    };
    const timer = setTimeout(finishRecord, verb.maxDurationMs ?? 60_000);
    once(active, CallEvents.Disconnected, finishRecord);
    if (verb.finishOnKey !== undefined) {
      active.addEventListener(CallEvents.ToneReceived, onTone);
      active.handleTones(true);
    }
  }

  function once(active: VoxCall, event: string, handler: (event: VoxCallEvent) => void): void {
    const listener = (happened: VoxCallEvent): void => {
      active.removeEventListener(event, listener);
      handler(happened);
    };
    active.addEventListener(event, listener);
  }

  function end(): void {
    if (isOver) return;
    if (call === undefined) VoxEngine.terminate();
    else call.hangup();
  }

  /** The call is over, whoever ended it: told once, after its recordings. */
  function finish(details: object): void {
    isOver = true;
    for (const mediaId of untold.splice(0)) post("recording-ready", { recording: { mediaId } });
    post("ended", details, () => VoxEngine.terminate());
  }

  function watch(active: VoxCall): void {
    call = active;
    active.addEventListener(CallEvents.Connected, () => {
      isAnswered = true;
      if (direction === "inbound") post("answered", {});
      else ask("answered", {});
    });
    active.addEventListener(CallEvents.Ringing, () => post("ringing", {}));
    active.addEventListener(CallEvents.Disconnected, ({ duration }) => {
      if (!isOver) finish({ cause: "completed", party: "recipient", durationMs: Math.round((duration ?? 0) * 1_000) });
    });
    active.addEventListener(CallEvents.Failed, ({ code }) => {
      if (!isOver) finish({ sipStatus: code ?? 500, durationMs: 0 });
    });
  }

  /** Told beside the verbs, whenever it is known. */
  function detectorOf(model: string): VoxDetector {
    const amd = AMD.create({ model: AMD.Model[model] ?? model });
    amd.addEventListener(AMD.Events.DetectionComplete, ({ resultClass }) => {
      if (resultClass === AMD.ResultClass.VOICEMAIL && !isOver) post("machine-detected", {});
    });
    return amd;
  }

  const digitsOf = (number: string): string => number.replace(/^\+/, "");
  const e164 = (number: string): string => (/^[1-9][0-9]{6,14}$/.test(number) ? `+${number}` : number);

  VoxEngine.addEventListener(AppEvents.Started, (started) => {
    sessionId = String(started.sessionId ?? "");
    const custom = VoxEngine.customData();
    if (custom === "" || custom.charAt(0) !== "{") return;
    // eslint-disable-next-line no-restricted-syntax -- as above; the host itself wrote it
    const data = JSON.parse(custom) as { r?: string; t?: string; f?: string; s?: number; m?: string };
    if (data.t === undefined) return;
    reference = data.r;
    direction = "outbound";
    from = data.f ?? "";
    to = data.t;
    const isSip = /^sips?:/i.test(to);
    const callerid = digitsOf(from);
    const detection = data.m === undefined ? undefined : { amd: detectorOf(data.m) };
    const placed = isSip
      ? VoxEngine.callSIP(to, Object.assign({ callerid }, detection))
      : VoxEngine.callPSTN(digitsOf(to), callerid, detection);
    watch(placed);
    setTimeout(
      () => {
        if (!isAnswered && !isOver) {
          finish({ cause: "no-answer", party: "recipient", durationMs: 0 });
          placed.hangup();
        }
      },
      (data.s ?? 45) * 1_000,
    );
  });

  VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call: alerting }) => {
    if (alerting === undefined) return;
    from = e164(alerting.callerid());
    to = e164(alerting.number());
    watch(alerting);
    ask("offered", {});
  });
}
