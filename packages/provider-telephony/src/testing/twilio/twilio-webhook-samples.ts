import type { WebhookSample } from "@plugboard/provider-testkit/conformance";
import { twilioCallWebhook, twilioMessageWebhook, twilioStatusWebhook } from "./twilio-webhooks.js";

/** Every kind of event Twilio can deliver. */
export function twilioWebhookSamples(accountSid: string, own: string): readonly WebhookSample[] {
  const person = "+4915112345901";
  const sid = (prefix: string, number: number) => prefix + number.toString(16).padStart(32, "0");
  const media = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${sid("MM", 1)}/Media/${sid("ME", 1)}`;
  const sms = (number: number, fields: Readonly<Record<string, string>>) =>
    twilioMessageWebhook({ accountSid, messageSid: sid("SM", number), from: person, to: own, fields });
  const message = (number: number) => ({
    type: "message" as const,
    providerMessageId: sid("SM", number),
    from: { kind: "phone" as const, value: person },
    to: [own],
  });
  const status = (number: number, word: string, errorCode?: number) =>
    twilioStatusWebhook({
      ...{ accountSid, messageSid: sid("SM", number), status: word, to: person, from: own },
      ...(errorCode === undefined ? {} : { errorCode }),
    });
  const report = (number: number) => ({ type: "delivery-report" as const, providerMessageId: sid("SM", number) });
  const reference = "call_00000000000000000001";
  const outgoing = (number: number, callStatus: string, topic: string, fields: Readonly<Record<string, string>> = {}) =>
    twilioCallWebhook({
      ...{ accountSid, callSid: sid("CA", number), from: own, to: person, direction: "outbound-api" },
      ...{ status: callStatus, reference, topic, fields },
    });
  const call = (number: number) => ({
    ...{ type: "call" as const, callId: sid("CA", number), reference, direction: "outbound" as const },
    ...{ from: own, to: person },
  });
  const Timestamp = "Sun, 22 Nov 2026 10:00:00 +0000";
  const occurredAt = "2026-11-22T10:00:00.000Z";
  const told = (SequenceNumber: string, more: Readonly<Record<string, string>> = {}) => ({
    ...{ Timestamp, SequenceNumber },
    ...more,
  });
  return [
    {
      name: "text",
      ...sms(1, { Body: "Danke, bis morgen 👋" }),
      events: [{ ...message(1), text: "Danke, bis morgen 👋" }],
    },
    {
      name: "picture",
      ...sms(2, { Body: "the door", NumMedia: "1", MediaContentType0: "image/jpeg", MediaUrl0: media }),
      events: [
        { ...message(2), text: "the door", media: [{ kind: "image", contentType: "image/jpeg", mediaId: media }] },
      ],
    },
    { name: "queued-says-nothing-new", ...status(8, "queued"), events: [] },
    {
      name: "number-does-not-exist",
      ...status(9, "undelivered", 30_005),
      events: [
        {
          ...report(9),
          status: "undelivered",
          permanence: "hard",
          providerCode: "30005",
          party: "recipient",
          retryable: false,
        },
      ],
    },
    {
      name: "person-has-opted-out-with-twilio",
      ...status(10, "failed", 21_610),
      events: [
        {
          ...{ ...report(10), status: "undelivered", permanence: "soft", providerCode: "21610" },
          ...{ party: "recipient", retryable: false },
        },
        { type: "conversation", event: "opt-out", subject: person },
      ],
    },
    {
      name: "call-comes-in",
      ...twilioCallWebhook({
        ...{ accountSid, callSid: sid("CA", 20), from: person, to: own, direction: "inbound", status: "ringing" },
      }),
      events: [
        {
          ...{ type: "call", callId: sid("CA", 20), event: "offered", direction: "inbound", from: person, to: own },
          awaitsVerbs: true,
        },
      ],
    },
    {
      name: "call-rings",
      ...outgoing(21, "ringing", "status", told("1")),
      events: [{ ...call(21), event: "ringing", occurredAt, sequence: 1 }],
    },
    { name: "call-initiated-says-nothing-new", ...outgoing(22, "initiated", "status", told("0")), events: [] },
    {
      name: "call-is-answered",
      ...outgoing(23, "in-progress", "status", told("2")),
      events: [{ ...call(23), event: "answered", occurredAt, sequence: 2 }],
    },
    {
      name: "keys-are-pressed",
      ...outgoing(24, "in-progress", "gather", { Digits: "42#" }),
      events: [{ ...call(24), event: "digits", digits: "42#", awaitsVerbs: true }],
    },
    {
      name: "something-is-said",
      ...outgoing(25, "in-progress", "gather", { SpeechResult: "Ja, bitte", Confidence: "0.91" }),
      events: [{ ...call(25), event: "speech", speech: "Ja, bitte", confidence: 0.91, awaitsVerbs: true }],
    },
    {
      name: "nothing-is-pressed",
      ...outgoing(26, "in-progress", "gather"),
      events: [{ ...call(26), event: "verb-finished", verb: "gather", awaitsVerbs: true }],
    },
    {
      name: "dial-ends",
      ...outgoing(27, "in-progress", "dial", { DialCallStatus: "no-answer", DialCallSid: sid("CA", 99) }),
      events: [{ ...call(27), event: "verb-finished", verb: "dial", providerCode: "no-answer", awaitsVerbs: true }],
    },
    {
      name: "nobody-takes-the-transfer",
      ...outgoing(35, "in-progress", "transfer", { DialCallStatus: "busy", DialCallSid: sid("CA", 97) }),
      events: [{ ...call(35), event: "verb-finished", verb: "transfer", providerCode: "busy", awaitsVerbs: true }],
    },
    {
      name: "transfer-was-taken-and-is-over",
      ...outgoing(36, "in-progress", "transfer", { DialCallStatus: "completed", DialCallSid: sid("CA", 96) }),
      events: [{ ...call(36), event: "verb-finished", verb: "transfer", providerCode: "completed" }],
    },
    {
      name: "somebody-hangs-up-while-joined",
      ...outgoing(34, "completed", "dial", { DialCallStatus: "completed", DialCallSid: sid("CA", 98) }),
      events: [
        { ...call(34), event: "verb-finished", verb: "dial", providerCode: "completed" },
        { ...call(34), event: "ended", cause: "completed", party: "recipient" },
      ],
    },
    {
      name: "all-was-said",
      ...outgoing(33, "in-progress", "say"),
      events: [{ ...call(33), event: "verb-finished", verb: "say", awaitsVerbs: true }],
    },
    {
      name: "call-waited-for-a-word",
      ...outgoing(32, "in-progress", "wait"),
      events: [{ ...call(32), event: "verb-finished", verb: "answer", awaitsVerbs: true }],
    },
    {
      name: "recording-ready",
      ...outgoing(28, "in-progress", "recording", {
        RecordingSid: sid("RE", 1),
        RecordingStatus: "completed",
        RecordingDuration: "12",
      }),
      events: [{ ...call(28), event: "recording-ready", recording: { mediaId: sid("RE", 1), durationMs: 12_000 } }],
    },
    {
      name: "machine-answers",
      ...outgoing(29, "in-progress", "machine", { AnsweredBy: "machine_start" }),
      events: [{ ...call(29), event: "machine-detected" }],
    },
    {
      name: "call-is-declined",
      ...outgoing(30, "failed", "status", told("3", { SipResponseCode: "603", CallDuration: "0" })),
      events: [{ ...call(30), event: "ended", occurredAt, sequence: 3, sipStatus: 603, durationMs: 0 }],
    },
    {
      name: "call-ends",
      ...outgoing(31, "completed", "status", told("4", { CallDuration: "65", SipResponseCode: "200" })),
      events: [
        {
          ...{ ...call(31), event: "ended", occurredAt, sequence: 4, cause: "completed", party: "recipient" },
          durationMs: 65_000,
        },
      ],
    },
  ];
}
