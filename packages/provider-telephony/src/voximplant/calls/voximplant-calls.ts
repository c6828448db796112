import { ProviderAnswerError, type CallEvent, type CallsV1, readJsonAnswer } from "@plugboard/core/spec";
import { callVoximplant } from "../call-voximplant.js";
import { answerableVerbs } from "../../senders/answerable-verbs.js";
import { ownSenders } from "../../senders/own-senders.js";
import { historyAnswerSchema, startedAnswerSchema } from "../voximplant-answer-schemas.js";
import type { VoximplantConnection } from "../voximplant-connection.js";
import { voximplantOutcome } from "../voximplant-outcome.js";
import { historyTime } from "./history-time.js";

/** "A string of up to 200 bytes", https://voximplant.com/docs/howtos/calls/custom_data */
const MOST_CUSTOM_DATA = 200;
const DAY_MS = 86_400_000;
const ASKED_AT_ONCE = 100;

/**
 * Capability `calls` of Voximplant: a session of Plugboard's scenario per call. It is begun with who is called and our reference alone, since a session is given
 * 200 bytes; verbs it asks for itself, by webhook.
 *
 * There is no `doControl`: a session is controlled at an address of a media server that is only known when it begins, and no host may be talked to that the
 * manifest does not declare. The scenario asks instead.
 * @see https://voximplant.com/docs/references/httpapi/scenarios#startscenarios
 */
export function voximplantCalls(connection: VoximplantConnection): CallsV1 {
  const { settings, clock } = connection;
  return {
    doCall: async ({ transferId, idempotencyKey, to, callerId, ringTimeoutMs, detectMachine }) => {
      const from = callerId ?? settings.from;
      if (!ownSenders(settings).includes(from))
        return { outcome: "refused", code: "SENDER_UNSUPPORTED", party: "account" };
      if (detectMachine && settings.machineModel === undefined)
        return { outcome: "refused", code: "MACHINE_DETECTION_NOT_SET_UP", party: "account" };
      const customData = JSON.stringify({
        ...{ r: idempotencyKey, t: to, f: from, s: Math.round(ringTimeoutMs / 1_000) },
        ...(detectMachine ? { m: settings.machineModel } : {}),
      });
      if (Buffer.byteLength(customData) > MOST_CUSTOM_DATA)
        return { outcome: "refused", code: "ADDRESS_TOO_LONG", party: "account" };
      const response = await callVoximplant(connection, {
        operation: "place-call",
        transferId,
        method: "StartScenarios",
        parameters: {
          rule_id: settings.ruleId,
          script_custom_data: customData,
          ...(settings.serverLocation === undefined ? {} : { server_location: settings.serverLocation }),
        },
      });
      return voximplantOutcome(
        response,
        startedAnswerSchema,
        ({ call_session_history_id: id }) => String(id),
        clock.now(),
      );
    },
    doAnswer: ({ verbs, step }) => ({
      contentType: "application/json",
      body: JSON.stringify({ step, verbs: answerableVerbs(verbs, connection) }),
    }),
    // The history lists sessions that ended: what it does not list goes on.
    doResume: async ({ transferId, callIds }) => {
      const events: CallEvent[] = [];
      for (let from = 0; from < callIds.length; from += ASKED_AT_ONCE)
        events.push(...(await askFor(connection, transferId, callIds.slice(from, from + ASKED_AT_ONCE))));
      return events;
    },
  };
}

async function askFor(
  connection: VoximplantConnection,
  transferId: string,
  callIds: readonly string[],
): Promise<CallEvent[]> {
  const nowMs = connection.clock.now();
  const response = await callVoximplant(connection, {
    operation: "look-up-call",
    transferId,
    method: "GetCallHistory",
    parameters: {
      from_date: historyTime(nowMs - 2 * DAY_MS),
      to_date: historyTime(nowMs + DAY_MS),
      call_session_history_id: callIds.join(";"),
      with_calls: "true",
      count: String(ASKED_AT_ONCE),
    },
  });
  if (response.status !== 200) throw ProviderAnswerError.of(response, "look-up-call", connection.clock.now());
  const { result } = readJsonAnswer(response, historyAnswerSchema);
  return callIds.map((callId): CallEvent => {
    const session = result.find(({ call_session_history_id: id }) => String(id) === callId);
    const about = { type: "call" as const, callId };
    if (session === undefined) return { ...about, event: "offered", direction: "outbound" };
    const direction = session.calls?.some(({ incoming }) => incoming === true) === true ? "inbound" : "outbound";
    const answered = session.calls?.some(({ successful }) => successful === true) === true;
    const { duration } = session;
    const durationMs = duration === null || duration === undefined ? {} : { durationMs: duration * 1_000 };
    return { ...about, event: "ended", direction, cause: answered ? "completed" : "no-answer", ...durationMs };
  });
}
