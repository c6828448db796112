import {
  ProviderAnswerError,
  type CallEvent,
  type CallsV1,
  type CallVerb,
  readJsonAnswer,
  type SendOutcomeInput,
} from "@plugboard/core/spec";
import { callTwilio, type FormFields } from "../call-twilio.js";
import { callbackUrl } from "../callback-url.js";
import { MESSAGING_SERVICE } from "../messaging-service.js";
import { answerableVerbs } from "../../senders/answerable-verbs.js";
import { dialsUnderAnother } from "../../senders/dials-under-another.js";
import { ownSenders } from "../../senders/own-senders.js";
import { callAnswerSchema } from "../twilio-answer-schemas.js";
import type { TwilioConnection } from "../twilio-connection.js";
import { twilioOutcome } from "../twilio-outcome.js";
import { callStateOf } from "./call-states.js";
import { twimlOf } from "./twiml-of.js";

/** "TwiML instructions for the call … maximum length 4,000 characters", https://www.twilio.com/docs/voice/api/call-resource */
const LONGEST_TWIML = 4_000;
const CALL_SID = /^CA[0-9a-fA-F]{32}$/;
const ASKED_AT_ONCE = 8;
const SENDER_UNSUPPORTED: SendOutcomeInput = { outcome: "refused", code: "SENDER_UNSUPPORTED", party: "account" };
const TOO_LARGE: SendOutcomeInput = { outcome: "refused", code: "CONTENT_TOO_LARGE", party: "account" };

/**
 * Capability `calls` of Twilio: verbs are TwiML, given with the call, as a change of it, or in the answer to a webhook that asks.
 * @see https://www.twilio.com/docs/voice/api/call-resource
 */
export function twilioCalls(connection: TwilioConnection): CallsV1 {
  const { settings, clock } = connection;
  const change = async (transferId: string, callId: string, form: FormFields): Promise<SendOutcomeInput> => {
    if (!CALL_SID.test(callId)) return { outcome: "refused", code: "CALL_UNKNOWN", party: "account" };
    const resource = `/Calls/${callId}.json`;
    const response = await callTwilio(connection, {
      ...{ operation: "control-call", transferId, method: "POST" },
      ...{ resource, form },
    });
    return twilioOutcome(response, clock.now());
  };
  return {
    doCall: async ({ transferId, idempotencyKey, to, callerId, verbs, ringTimeoutMs, detectMachine }) => {
      const from = callerId ?? settings.from;
      if (MESSAGING_SERVICE.test(from) || !ownSenders(settings).includes(from)) return SENDER_UNSUPPORTED;
      if (dialsUnderAnother(verbs, settings)) return SENDER_UNSUPPORTED;
      const twiml = twimlOf(verbs.length === 0 ? WAIT : verbs, settings, idempotencyKey);
      if (twiml.length > LONGEST_TWIML) return TOO_LARGE;
      const machine: FormFields = [
        ["MachineDetection", "Enable"],
        ["AsyncAmd", "true"],
        ["AsyncAmdStatusCallback", callbackUrl(settings, idempotencyKey, "machine")],
      ];
      const response = await callTwilio(connection, {
        ...{ operation: "place-call", transferId, method: "POST", resource: "/Calls.json" },
        form: [
          ["To", to],
          ["From", from],
          ["Twiml", twiml],
          ["Timeout", String(Math.min(600, Math.round(ringTimeoutMs / 1_000)))],
          ["StatusCallback", callbackUrl(settings, idempotencyKey, "status")],
          ...["initiated", "ringing", "answered", "completed"].map((one) => ["StatusCallbackEvent", one] as const),
          ...(detectMachine ? machine : []),
        ],
      });
      return twilioOutcome(response, clock.now());
    },
    doControl: ({ transferId, callId, reference, step, verbs }) => {
      if (verbs.every(({ verb }) => verb === "hang-up")) return change(transferId, callId, [["Status", "completed"]]);
      if (dialsUnderAnother(verbs, settings)) return Promise.resolve(SENDER_UNSUPPORTED);
      const twiml = twimlOf(verbs, settings, reference, step);
      return twiml.length > LONGEST_TWIML ? Promise.resolve(TOO_LARGE) : change(transferId, callId, [["Twiml", twiml]]);
    },
    doAnswer: ({ verbs, reference, step }) => ({
      contentType: "text/xml",
      body: twimlOf(answerableVerbs(verbs, connection), settings, reference, step),
    }),
    doResume: async ({ transferId, callIds }) => {
      const found: CallEvent[] = [];
      const left = callIds.filter((callId) => CALL_SID.test(callId));
      const next = async (): Promise<void> => {
        for (let callId = left.pop(); callId !== undefined; callId = left.pop()) {
          const event = await askFor(connection, transferId, callId);
          if (event !== undefined) found.push(event);
        }
      };
      await Promise.all(Array.from({ length: ASKED_AT_ONCE }, next));
      return found;
    },
  };
}

/** A call without verbs waits for some. */
const WAIT: readonly CallVerb[] = [{ verb: "answer" }];

async function askFor(
  connection: TwilioConnection,
  transferId: string,
  callId: string,
): Promise<CallEvent | undefined> {
  const response = await callTwilio(connection, {
    ...{ operation: "control-call", transferId, method: "GET", resource: `/Calls/${callId}.json` },
  });
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw ProviderAnswerError.of(response, "control-call", connection.clock.now());
  const { status, direction, duration, end_time: endedAt } = readJsonAnswer(response, callAnswerSchema);
  const state = callStateOf(status) ?? { event: "offered" as const };
  const durationMs = duration ? Number(duration) * 1_000 : Number.NaN;
  const atMs = endedAt ? Date.parse(endedAt) : Number.NaN;
  return {
    ...{ type: "call", callId, ...state, direction: direction === "inbound" ? "inbound" : "outbound" },
    ...(state.event !== "ended" || Number.isNaN(durationMs) ? {} : { durationMs }),
    ...(state.event !== "ended" || Number.isNaN(atMs) ? {} : { occurredAt: new Date(atMs).toISOString() }),
  };
}
