import {
  ProviderAnswerError,
  type CallEvent,
  type CallsV1,
  ContactCenterError,
  type HttpResponseV1,
  outcomeOfStatus,
  readJsonAnswer,
} from "@plugboard/core/spec";
import { channelSchema } from "../ari/ari-event.js";
import { directionOf, outboundCallId, referenceOf } from "../ari/call-id.js";
import { callAri } from "../ari/call-ari.js";
import type { AsteriskConnection } from "../asterisk-connection.js";
import type { CallRuns } from "./call-runs.js";
import { dialEndpoint } from "./dial-endpoint.js";
import { DETECTION_WANTED } from "./machine-detection.js";
import { LONGEST_VERBS, VERBS_VARIABLE, writeVerbs } from "./verb-store.js";

const ASKED_AT_ONCE = 8;

/** Capability `calls` of an exchange: a channel for each call, verbs done one after the other. */
export function asteriskCalls(connection: AsteriskConnection, runs: CallRuns): CallsV1 {
  const { settings, clock } = connection;
  return {
    async doCall({ transferId, idempotencyKey, to, callerId, verbs, ringTimeoutMs, detectMachine }) {
      const endpoint = dialEndpoint(to, settings);
      if (endpoint === undefined) return { outcome: "refused", code: "DESTINATION_UNSUPPORTED", party: "account" };
      if (detectMachine && settings.machineContext === undefined)
        return { outcome: "refused", code: "MACHINE_DETECTION_NOT_SET_UP", party: "account" };
      const value = writeVerbs(verbs);
      if (value.length > LONGEST_VERBS) return { outcome: "refused", code: "CONTENT_TOO_LARGE", party: "account" };
      const callId = outboundCallId(idempotencyKey);
      const shown = callerId ?? settings.callerId;
      const response = await callAri(connection, {
        ...{ operation: "call", transferId, method: "POST", path: ["channels", callId] },
        parameters: {
          endpoint,
          app: settings.application,
          appArgs: detectMachine ? DETECTION_WANTED : "out",
          timeout: Math.max(1, Math.round(ringTimeoutMs / 1_000)),
          ...(shown === undefined ? {} : { callerId: shown }),
          variables: { [VERBS_VARIABLE]: value },
        },
      });
      // A channel of this name is there: an earlier try of this very call arrived.
      if (response.status === 409) return { outcome: "received", providerMessageId: callId };
      // An answer in another shape is somebody else's (a proxy's page): whether the exchange was reached is not known.
      if (response.status !== 200 || !isChannel(response, callId)) return outcomeOfStatus(response, clock.now());
      return { outcome: "received", providerMessageId: callId };
    },

    doControl: ({ transferId, callId, verbs }) => {
      if (writeVerbs(verbs).length > LONGEST_VERBS)
        return Promise.resolve({ outcome: "refused", code: "CONTENT_TOO_LARGE", party: "account" });
      return runs.of(callId).give(verbs, { operation: "control", transferId });
    },

    async doResume({ transferId, callIds }) {
      const found: CallEvent[] = [];
      const left = [...callIds];
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

function isChannel(response: HttpResponseV1, callId: string): boolean {
  try {
    return readJsonAnswer(response, channelSchema).id === callId;
  } catch (error) {
    if (!ContactCenterError.isInstance(error) || error.code !== "ANSWER_INVALID") throw error;
    return false;
  }
}

async function askFor(
  connection: AsteriskConnection,
  transferId: string,
  callId: string,
): Promise<CallEvent | undefined> {
  const response = await callAri(connection, {
    ...{ operation: "control", transferId, method: "GET", path: ["channels", callId] },
  });
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw ProviderAnswerError.of(response, "control", connection.clock.now());
  const { state } = readJsonAnswer(response, channelSchema);
  const reference = referenceOf(callId);
  const direction = directionOf(callId);
  const event = state === "Up" ? "answered" : direction === "inbound" ? "offered" : "ringing";
  return { type: "call", callId, direction, event, ...(reference === undefined ? {} : { reference }) };
}
