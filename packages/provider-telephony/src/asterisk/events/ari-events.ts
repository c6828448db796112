import type { CallEvent, InboundEventInput, InboundEventsV1, RawInbound } from "@plugboard/core/spec";
import { type AriEvent, ariEventSchema } from "../ari/ari-event.js";
import { callOfLeg, callOfRecording, directionOf, referenceOf } from "../ari/call-id.js";
import { detectionOf } from "../calls/machine-detection.js";
import { endOfChannel } from "../ari/end-of-channel.js";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Capability `inboundEvents`: the exchange's events in the contract's words. */
export class AriEvents implements InboundEventsV1 {
  doParse(raw: RawInbound): InboundEventInput[] {
    const event = ariEventSchema.parse(JSON.parse(decoder.decode(raw.body)));
    const read = this.read(event);
    return read === undefined ? [] : [read];
  }

  private read(event: AriEvent): CallEvent | undefined {
    switch (event.type) {
      case "StasisStart": {
        const { id, caller, dialplan } = event.channel;
        if (callOfLeg(id) !== undefined) return undefined;
        // A channel of ours comes into the application when the other side has answered.
        if (directionOf(id) === "outbound") return answeredBy(event, id, event.args);
        return call(event, id, {
          event: "offered",
          awaitsVerbs: true,
          ...(caller?.number ? { from: caller.number } : {}),
          ...(dialplan?.exten ? { to: dialplan.exten } : {}),
        });
      }
      case "ChannelStateChange": {
        const { id, state } = event.channel;
        if (callOfLeg(id) !== undefined) return undefined;
        if (state === "Ringing" && directionOf(id) === "outbound") return call(event, id, { event: "ringing" });
        return state === "Up" ? call(event, id, { event: "answered" }) : undefined;
      }
      case "ChannelDestroyed":
        if (callOfLeg(event.channel.id) !== undefined) return undefined;
        return call(event, event.channel.id, {
          event: "ended",
          ...endOfChannel(event.cause, event.tech_cause ?? undefined),
        });
      case "RecordingFinished": {
        const { name, duration } = event.recording;
        const callId = callOfRecording(name);
        if (callId === undefined) return undefined;
        const durationMs = typeof duration === "number" && duration >= 0 ? { durationMs: duration * 1_000 } : {};
        return call(event, callId, { event: "recording-ready", recording: { mediaId: name, ...durationMs } });
      }
      case "PlugboardDigits":
        return call(event, event.callId, { event: "digits", digits: event.digits, awaitsVerbs: event.waits });
      case "PlugboardVerbFinished":
        return call(event, event.callId, {
          ...{ event: "verb-finished", verb: event.verb, awaitsVerbs: event.waits },
          ...(event.code === undefined ? {} : { providerCode: event.code }),
        });
      case "PlugboardGone":
        return call(event, event.callId, { event: "ended", cause: "failed", party: "provider", providerCode: "gone" });
      case "ChannelDtmfReceived":
      case "PlaybackFinished":
      case "RecordingFailed":
        return undefined;
    }
  }
}

/** Who answered is told beside the answer, by a channel that is back from where it was found out; only a machine is worth a word. */
function answeredBy(event: AriEvent, callId: string, args: readonly string[]): CallEvent | undefined {
  const found = detectionOf(args);
  if (found === undefined) return call(event, callId, { event: "answered" });
  return found === "MACHINE" ? call(event, callId, { event: "machine-detected" }) : undefined;
}

function call(
  event: AriEvent,
  callId: string,
  rest: Pick<CallEvent, "event"> & Partial<Omit<CallEvent, "type" | "callId" | "direction">>,
): CallEvent {
  const atMs = Date.parse(event.timestamp ?? "");
  const reference = referenceOf(callId);
  return {
    type: "call",
    callId,
    direction: directionOf(callId),
    ...(reference === undefined ? {} : { reference }),
    ...(Number.isNaN(atMs) ? {} : { occurredAt: new Date(atMs).toISOString() }),
    ...rest,
  };
}
