import {
  ProviderAnswerError,
  type CallEvent,
  type CallsV1,
  type CallVerb,
  type ConnectionV1,
  ContactCenterError,
  type HttpResponseV1,
  outcomeOfStatus,
  readJsonAnswer,
  type SendOutcomeInput,
} from "@plugboard/core/spec";
import { gatewayStateSchema, gatewayTakenSchema } from "../wire/gateway-api.js";
import type { WebrtcCredentials } from "./webrtc-credentials.js";
import type { WebrtcSettings } from "./webrtc-settings.js";

export type WebrtcConnection = ConnectionV1<WebrtcSettings, WebrtcCredentials>;

const ASKED_AT_ONCE = 8;

/** Asks the gateway. */
export async function callGateway(
  { http, credentials }: WebrtcConnection,
  request: { operation: string; transferId?: string; method: "GET" | "POST"; path: string; body?: unknown },
): Promise<HttpResponseV1> {
  const { apiKey } = (await credentials.resolve()).current;
  const { body, ...rest } = request;
  return http.request({
    ...{ ...rest, endpoint: "gateway" },
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Capability `calls`: operators' pages call, and do with their calls what the host says. */
export function webrtcCalls(connection: WebrtcConnection): CallsV1 {
  const { settings, clock } = connection;
  const outcomeOf = (response: HttpResponseV1, callId: string): SendOutcomeInput => {
    const { status } = response;
    if (status === 202) return { outcome: "received", providerMessageId: callId };
    if (status === 409) return { outcome: "refused", code: "OPERATOR_ABSENT", party: "account", providerCode: "409" };
    if (status === 404) return { outcome: "refused", code: "CALL_UNKNOWN", party: "recipient", providerCode: "404" };
    return outcomeOfStatus(response, clock.now());
  };
  return {
    async doCall({ transferId, idempotencyKey: callId, to, callerId, verbs }) {
      const operator = operatorOf(callerId) ?? settings.operator;
      if (operator === undefined) return { outcome: "refused", code: "OPERATOR_MISSING", party: "account" };
      const body = { callId, operator, to: to.replace(/^line:/, ""), verbs };
      const response = await callGateway(connection, {
        ...{ operation: "call", transferId, method: "POST", path: "/api/calls", body },
      });
      // An answer in another shape is somebody else's (a proxy's page): whether the gateway was reached is not known.
      if (response.status === 202 ? isAbout(response, callId) : response.status === 409)
        return outcomeOf(response, callId);
      return outcomeOfStatus(response, clock.now());
    },
    async doControl({ transferId, callId, verbs }) {
      const response = await callGateway(connection, {
        ...{ operation: "control", transferId, method: "POST" },
        ...{ path: `/api/calls/${encodeURIComponent(callId)}/verbs`, body: { verbs } },
      });
      // What is over has been hung up.
      if (response.status === 404 && verbs.every(({ verb }: CallVerb) => verb === "hang-up"))
        return { outcome: "received", providerMessageId: callId };
      return outcomeOf(response, callId);
    },
    async doResume({ transferId, callIds }) {
      const found: CallEvent[] = [];
      const left = [...callIds];
      const next = async (): Promise<void> => {
        for (let callId = left.pop(); callId !== undefined; callId = left.pop()) {
          const response = await callGateway(connection, {
            ...{ operation: "control", transferId, method: "GET" },
            path: `/api/calls/${encodeURIComponent(callId)}`,
          });
          if (response.status === 404) continue;
          if (response.status !== 200) throw ProviderAnswerError.of(response, "control", clock.now());
          const { state } = readJsonAnswer(response, gatewayStateSchema);
          const direction = callId.includes("/") ? "inbound" : "outbound";
          found.push({ type: "call", callId, direction, event: state === "begun" ? "ringing" : state });
        }
      };
      await Promise.all(Array.from({ length: ASKED_AT_ONCE }, next));
      return found;
    },
  };
}

function isAbout(response: HttpResponseV1, callId: string): boolean {
  try {
    return readJsonAnswer(response, gatewayTakenSchema).callId === callId;
  } catch (error) {
    if (!ContactCenterError.isInstance(error) || error.code !== "ANSWER_INVALID") throw error;
    return false;
  }
}

/** The operator a call names: `"line:anna"`, `"sip:anna@example.com"` or `"anna"`. */
function operatorOf(callerId: string | undefined): string | undefined {
  return callerId?.replace(/^(?:line|sips?):/, "").split("@", 1)[0];
}
