import type { ProviderFixtures, WebhookSample } from "@plugboard/provider-testkit/conformance";
import { signWebhook } from "../../webrtc/gateway/sign-webhook.js";
import { webrtc } from "../../webrtc/host/webrtc.js";
import { webrtcCredentialsSchema } from "../../webrtc/host/webrtc-credentials.js";
import type { WebrtcSettingsInput } from "../../webrtc/host/webrtc-settings.js";
import { startGatewaySimulator } from "./start-gateway-simulator.js";

const SITE = "https://desk.example.com";
const PERSON = "sip:+4930901820042@example.com";
const ANNA = "sip:anna@example.com";

function sample(
  name: string,
  report: Record<string, unknown>,
  event: Record<string, unknown>,
  sequence: number,
): WebhookSample {
  return {
    name,
    contentType: "application/json",
    body: JSON.stringify({
      callId: "anna/3c0f5a@example.com",
      operator: "anna",
      report: {
        eventId: `8f14e45f-ceea-467f-a0e6-8d8c1b2a9a1${sequence}`,
        ...{ sipCallId: "3c0f5a@example.com", direction: "inbound", occurredAt: "2026-11-20T09:15:30.000Z", sequence },
        ...{ from: PERSON, to: ANNA, ...report },
      },
    }),
    events: [
      {
        ...{ type: "call", callId: "anna/3c0f5a@example.com", direction: "inbound", sequence, from: PERSON, to: ANNA },
        occurredAt: "2026-11-20T09:15:30.000Z",
        ...event,
      } as WebhookSample["events"][number],
    ],
  };
}

/** The softphone's host side for the conformance kit; the other side is the gateway as it is. */
export const webrtcConformance: ProviderFixtures = {
  provider: webrtc,
  packageName: "@plugboard/provider-telephony",
  connect: (origin) => ({
    settings: {
      ...{ gatewayUrl: `${SITE}/softphone`, operator: "anna", countries: ["DE"] },
    } satisfies WebrtcSettingsInput,
    redirects: { [SITE]: origin },
  }),
  credentials: {
    apiKey: "gateway-key-of-account-1-0123456789",
    webhookSecret: "whsec_c2ltdWxhdGVkLXdlYmhvb2stc2VjcmV0LW9mLWFjY291bnQtMQ==",
  },
  otherCredentials: {
    apiKey: "gateway-key-of-account-2-9876543210",
    webhookSecret: "whsec_YW5vdGhlci13ZWJob29rLXNlY3JldC1vZi1hY2NvdW50LTI=",
  },
  startSimulator: ({ credentials }) =>
    startGatewaySimulator({ ...webrtcCredentialsSchema.parse(credentials), operator: "anna" }),
  messages: [],
  webhooks: {
    samples: [
      sample("offered", { event: "offered" }, { event: "offered" }, 0),
      sample("answered", { event: "answered" }, { event: "answered" }, 1),
      sample("held", { event: "held" }, { event: "verb-finished", verb: "hold" }, 2),
      sample("digits", { event: "digits", digits: "42#" }, { event: "digits", digits: "42#" }, 3),
      sample("transferred", { event: "transferred" }, { event: "verb-finished", verb: "transfer" }, 4),
      sample(
        "transfer-failed",
        { event: "transfer-failed", sipStatus: 603 },
        { event: "verb-finished", verb: "transfer", providerCode: "failed", sipStatus: 603 },
        4,
      ),
      sample(
        "declined",
        { event: "ended", cause: "declined", endedBy: "remote", sipStatus: 603, durationMs: 0 },
        { event: "ended", cause: "declined", party: "recipient", sipStatus: 603, durationMs: 0 },
        5,
      ),
    ],
    sign: ({ body, deliveryId, signedAtMs, credentials }) => ({
      headers: signWebhook(
        webrtcCredentialsSchema.parse(credentials).webhookSecret,
        deliveryId,
        typeof body === "string" ? body : Buffer.from(body).toString("latin1"),
        signedAtMs,
      ),
    }),
  },
  capabilities: {
    calls: {
      to: "+4930901820042",
      callerId: "line:anna",
      verbs: [],
      control: [
        { verb: "mute", on: true },
        { verb: "send-digits", digits: "1" },
      ],
    },
  },
};
