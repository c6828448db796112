import { randomUUID } from "node:crypto";
import type { CallVerb, HttpResponseV1 } from "@plugboard/core/spec";
import { callAri } from "../ari/call-ari.js";
import { bridgeOf, legId, recordingName } from "../ari/call-id.js";
import type { AsteriskConnection } from "../asterisk-connection.js";
import { dialEndpoint } from "./dial-endpoint.js";
import { leaveFor } from "./leave-for.js";
import type { Occasion } from "./occasion.js";

/** What a begun verb waits for; nothing where it is done at once. */
export type Waiting =
  | { readonly for: "playback"; readonly playbackId: string }
  | { readonly for: "digits"; readonly playbackId: string | undefined }
  | { readonly for: "recording"; readonly name: string }
  /** A sound that is heard only by whom nobody has taken. */
  | { readonly for: "transfer"; readonly playbackId: string }
  | { readonly for: "leg"; readonly channelId: string; readonly bridgeId: string };

export type BegunVerb =
  | { readonly response: HttpResponseV1; readonly waiting?: Waiting }
  /** The exchange cannot do it; nothing left the host. */
  | { readonly impossible: string };

/**
 * A second of silence. The exchange does what a channel is told in turn, and says nothing of how a redirect went (`res/stasis/control.c`); a sound after it
 * begins when the other side has refused, and never where the call has gone.
 */
const AFTER_TRANSFER = "sound:silence/1";

const REASONS = { completed: "normal", busy: "busy", declined: "rejected" } as const;

/** Begins one verb on a channel. */
export async function runVerb(
  connection: AsteriskConnection,
  callId: string,
  verb: CallVerb,
  occasion: Occasion,
): Promise<BegunVerb> {
  const { settings } = connection;
  const channel = ["channels", callId];
  const post = (path: readonly string[], parameters: Record<string, unknown> = {}): Promise<HttpResponseV1> =>
    callAri(connection, { ...occasion, method: "POST", path, parameters });
  const turn = (what: string, on: boolean, parameters: Record<string, string> = {}): Promise<HttpResponseV1> =>
    on
      ? post([...channel, what], parameters)
      : callAri(connection, { ...occasion, method: "DELETE", path: [...channel, what], query: parameters });
  const play = async (media: readonly string[]): Promise<BegunVerb> => {
    const playbackId = randomUUID();
    const response = await post([...channel, "play"], { media, playbackId });
    return { response, waiting: { for: "playback", playbackId } };
  };

  switch (verb.verb) {
    case "answer":
      return { response: await post([...channel, "answer"]) };
    case "say":
    case "play": {
      const media = mediaOf(verb, settings.speechUrl);
      return media === undefined ? refused("SPEECH_NOT_SET_UP") : play(media);
    }
    case "gather": {
      if (verb.input.includes("speech")) return refused("SPEECH_UNSUPPORTED");
      const prompt = (verb.prompt ?? []).map((one) => mediaOf(one, settings.speechUrl));
      if (prompt.includes(undefined)) return refused("SPEECH_NOT_SET_UP");
      if (prompt.length === 0) return { response: DONE, waiting: { for: "digits", playbackId: undefined } };
      const playbackId = randomUUID();
      const response = await post([...channel, "play"], { media: prompt.flat(), playbackId });
      return { response, waiting: { for: "digits", playbackId } };
    }
    case "dial": {
      const endpoint = dialEndpoint(verb.to, settings);
      if (endpoint === undefined) return refused("DESTINATION_UNSUPPORTED");
      const channelId = legId(callId, "leg", randomUUID());
      const response = await post(["channels", channelId], {
        endpoint,
        app: settings.application,
        appArgs: "leg",
        originator: callId,
        timeout: Math.ceil(verb.timeoutMs / 1_000),
        ...callerIdOf(verb.callerId ?? settings.callerId),
      });
      return { response, waiting: { for: "leg", channelId, bridgeId: bridgeOf(callId) } };
    }
    case "transfer": {
      const endpoint = dialEndpoint(verb.to, settings);
      if (endpoint === undefined) return refused("DESTINATION_UNSUPPORTED");
      const response = await post([...channel, "redirect"], { endpoint });
      if (response.status >= 300) return { response };
      const playbackId = randomUUID();
      await post([...channel, "play"], { media: [AFTER_TRANSFER], playbackId });
      return { response, waiting: { for: "transfer", playbackId } };
    }
    case "hold":
      return { response: await turn("hold", verb.on) };
    case "mute":
      return { response: await turn("mute", verb.on, { direction: "in" }) };
    case "record": {
      const name = recordingName(callId, randomUUID());
      const maxDurationSeconds = Math.ceil((verb.maxDurationMs ?? 0) / 1_000);
      // The call's own channel has one side only; one that listens has both, and records when it is there (`recordSpy`).
      if (verb.mode === "call") {
        const spyId = legId(callId, "spy", randomUUID());
        const appArgs = ["spy", name, maxDurationSeconds, verb.beep].join(",");
        return {
          response: await post([...channel, "snoop", spyId], { spy: "both", app: settings.application, appArgs }),
        };
      }
      const terminateOn = terminatorOf(verb.finishOnKey);
      const parameters = { name, format: "wav", maxDurationSeconds, ifExists: "fail", beep: verb.beep, terminateOn };
      return { response: await post([...channel, "record"], parameters), waiting: { for: "recording", name } };
    }
    case "send-digits":
      return { response: await post([...channel, "dtmf"], { dtmf: verb.digits, between: 100, duration: 160 }) };
    case "queue": {
      if (settings.queueContext === undefined) return refused("QUEUE_NOT_SET_UP");
      return { response: await leaveFor(connection, callId, settings.queueContext, verb.name, occasion) };
    }
    case "hang-up":
      return {
        response: await callAri(connection, {
          ...occasion,
          method: "DELETE",
          path: channel,
          query: { reason: REASONS[verb.reason] },
        }),
      };
  }
}

const refused = (code: string): BegunVerb => ({ impossible: code });

const DONE: HttpResponseV1 = { status: 204, headers: {}, body: new Uint8Array() };

function mediaOf(
  verb: Extract<CallVerb, { verb: "say" | "play" }>,
  speechUrl: string | undefined,
): string[] | undefined {
  if (verb.verb === "play") return Array.from({ length: verb.loop }, () => `sound:${verb.url}`);
  if (speechUrl === undefined) return undefined;
  const filled = speechUrl
    .replaceAll("{text}", encodeURIComponent(verb.text))
    .replaceAll("{language}", encodeURIComponent(verb.language ?? ""))
    .replaceAll("{voice}", encodeURIComponent(verb.voice ?? ""));
  return [`sound:${filled}`];
}

/** Asterisk ends a recording by `*`, `#` or any digit; another single one cannot be named, so none does. */
function terminatorOf(key: string | undefined): string {
  return key === "*" || key === "#" ? key : "none";
}

function callerIdOf(callerId: string | undefined): Record<string, string> {
  return callerId === undefined ? {} : { callerId };
}
