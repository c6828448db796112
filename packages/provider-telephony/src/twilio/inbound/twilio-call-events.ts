import { AnswerInvalidError, type CallEvent } from "@plugboard/core/spec";
import { callStateOf, isCallState } from "../calls/call-states.js";
import type { TwilioCallForm } from "./twilio-webhook-schemas.js";

/** Whoever was called has answered. https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values */
const TAKEN: ReadonlySet<string> = new Set(["completed", "answered"]);

/**
 * A call's webhook as events.
 * @param reference - our id of the call, as our addresses carried it.
 * @param topic - what our address said this is about; absent for the number's own webhook: a call that comes in.
 * @throws {AnswerInvalidError} a status that is not known: the delivery is parked, not lost.
 */
export function twilioCallEvents(
  form: TwilioCallForm,
  reference: string | undefined,
  topic: string | undefined,
): CallEvent[] {
  const about = aboutOf(form, reference);
  const asked = askedBy(about, form, topic);
  if (asked !== undefined) {
    // Who hung up meanwhile ended the verb with the call: nobody waits for an answer, and for a call that came in it may be the only word of its end.
    const isOver = callStateOf(form.CallStatus ?? "")?.event === "ended";
    if (isOver) return [asked, ...statusOf(about, form, false)];
    // Who was taken over by somebody else, and left by them, has nothing to wait for.
    return [topic === "transfer" && TAKEN.has(form.DialCallStatus ?? "") ? asked : { ...asked, awaitsVerbs: true }];
  }
  switch (topic) {
    case "recording":
      return recordingOf(about, form);
    case "machine":
      return /^(?:machine|fax)/.test(form.AnsweredBy ?? "") ? [{ ...about, event: "machine-detected" }] : [];
    default:
      return statusOf(about, form, topic === undefined && about.direction === "inbound");
  }
}

/** A verb that has ended: what Twilio asks our answer to. */
function askedBy(about: About, form: TwilioCallForm, topic: string | undefined): CallEvent | undefined {
  switch (topic) {
    case "gather":
      return { ...about, ...gathered(form) };
    case "say":
    case "play":
    case "send-digits":
    case "record":
      return { ...about, event: "verb-finished", verb: topic };
    case "wait":
      return { ...about, event: "verb-finished", verb: "answer" };
    case "dial":
    case "transfer":
      return { ...about, event: "verb-finished", verb: topic, ...codeOf(form.DialCallStatus) };
    case "queue":
      return { ...about, event: "verb-finished", verb: "queue", ...codeOf(form.QueueResult) };
    default:
      return undefined;
  }
}

type About = Pick<CallEvent, "type" | "callId" | "reference" | "direction" | "from" | "to" | "occurredAt" | "sequence">;

function aboutOf(form: TwilioCallForm, reference: string | undefined): About {
  const atMs = form.Timestamp === undefined ? Number.NaN : Date.parse(form.Timestamp);
  return {
    type: "call",
    callId: form.CallSid,
    direction: form.Direction === "inbound" ? "inbound" : "outbound",
    ...(reference === undefined ? {} : { reference }),
    ...(form.From ? { from: form.From.slice(0, 320) } : {}),
    ...(form.To ? { to: form.To.slice(0, 320) } : {}),
    ...(Number.isNaN(atMs) ? {} : { occurredAt: new Date(atMs).toISOString() }),
    ...(form.SequenceNumber === undefined ? {} : { sequence: Number(form.SequenceNumber) }),
  };
}

function gathered({ Digits, SpeechResult, Confidence }: TwilioCallForm): Pick<CallEvent, "event"> & Partial<CallEvent> {
  if (Digits) return { event: "digits", digits: Digits.slice(0, 256) };
  if (SpeechResult) {
    const confidence = Number(Confidence ?? Number.NaN);
    const isSure = confidence >= 0 && confidence <= 1;
    return { event: "speech", speech: SpeechResult.slice(0, 16_384), ...(isSure ? { confidence } : {}) };
  }
  return { event: "verb-finished", verb: "gather" };
}

function recordingOf(about: About, { RecordingSid, RecordingStatus, RecordingDuration }: TwilioCallForm): CallEvent[] {
  if (!RecordingSid || (RecordingStatus !== undefined && RecordingStatus !== "completed")) return [];
  const durationMs = RecordingDuration === undefined ? {} : { durationMs: Number(RecordingDuration) * 1_000 };
  // The sequence counts the events of the recording, not of the call.
  const { sequence: _sequence, ...rest } = about;
  return [{ ...rest, event: "recording-ready", recording: { mediaId: RecordingSid, ...durationMs } }];
}

function statusOf(about: About, form: TwilioCallForm, asks: boolean): CallEvent[] {
  const status = form.CallStatus ?? "";
  if (!isCallState(status)) throw new AnswerInvalidError(["CallStatus: a status that is not known"]);
  const state = callStateOf(status);
  if (asks && state?.event !== "ended") return [{ ...about, event: "offered", awaitsVerbs: true }];
  if (state === undefined) return [];
  if (state.event !== "ended") return [{ ...about, ...state }];
  const sip = Number(form.SipResponseCode ?? Number.NaN);
  const isFinal = sip >= 300 && sip <= 699;
  // The telephone's own answer says more than Twilio's word for it: the host reads cause and party from it.
  const { cause, party, ...ended } = state;
  return [
    {
      ...about,
      ...ended,
      ...(isFinal && status === "failed" ? {} : { ...(cause && { cause }), ...(party && { party }) }),
      ...(isFinal ? { sipStatus: sip } : {}),
      ...(form.CallDuration === undefined ? {} : { durationMs: Number(form.CallDuration) * 1_000 }),
      ...codeOf(form.ErrorCode),
    },
  ];
}

const codeOf = (code: string | undefined): Pick<CallEvent, "providerCode"> =>
  code ? { providerCode: code.slice(0, 64) } : {};
