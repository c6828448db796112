import { generateKeyPairSync } from "node:crypto";
import type { CallEvent } from "@plugboard/core/spec";
import type { ProviderFixtures, WebhookSample } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import { voximplant } from "../../voximplant/index.js";
import { signVoximplantCallbacks } from "./sign-voximplant-callbacks.js";
import { startVoximplantSimulator } from "./start-voximplant-simulator.js";
import {
  voximplantBalanceWebhook,
  voximplantBatchWebhook,
  voximplantCallWebhook,
  voximplantSmsWebhook,
} from "./voximplant-webhooks.js";

const ACCOUNT_ID = "5550001";
const FROM = "+14155550100";
const PERSON = "+4915112345201";
const RECORDING = "/records/2026/11/22/record0001.mp3";
const BYTES = Uint8Array.from([0x49, 0x44, 0x33, 0, 1, 2, 255, 254]);

const privateKey = (): string =>
  generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  }).privateKey;
const credentialsSchema = z.object({
  serviceAccount: z.object({ keyId: z.string(), privateKey: z.string() }),
  ...{ accountId: z.string(), apiKey: z.string(), callbackSalt: z.string(), webhookSecret: z.string() },
});

const about = { callId: "1000001", reference: "call_00000000000000000001", direction: "outbound" } as const;
const occurredAt = "2026-11-22T10:00:00.000Z";
const sample = (name: string, id: string, event: Omit<CallEvent, "type">): WebhookSample => ({
  name,
  ...voximplantCallWebhook(id, event),
  events: [{ type: "call", ...event }],
});

/** Voximplant for the conformance kit. */
export const voximplantConformance: ProviderFixtures = {
  provider: voximplant,
  packageName: "@plugboard/provider-telephony",
  connect: (origin) => ({
    settings: {
      ...{ accountId: ACCOUNT_ID, ruleId: "42", from: FROM, countries: ["DE"] },
      recordingsHost: "storage-gw-de-01.voximplant.com",
    },
    redirects: {
      "https://api.voximplant.com": origin,
      "https://storage-gw-de-01.voximplant.com": origin,
    },
  }),
  credentials: {
    serviceAccount: { keyId: "11111111-aaaa-4bbb-8ccc-000000000001", privateKey: privateKey() },
    ...{ accountId: ACCOUNT_ID, apiKey: "simulated-api-key-000000000001", callbackSalt: "simulated-salt-0001" },
    webhookSecret: "simulated-webhook-secret-0001",
  },
  otherCredentials: {
    serviceAccount: { keyId: "22222222-aaaa-4bbb-8ccc-000000000002", privateKey: privateKey() },
    ...{ accountId: "5550002", apiKey: "another-api-key-00000000000002", callbackSalt: "another-salt-000002" },
    webhookSecret: "another-webhook-secret-000002",
  },
  startSimulator: ({ credentials }) =>
    startVoximplantSimulator({
      ...credentialsSchema.parse(credentials),
      accountId: ACCOUNT_ID,
      from: FROM,
      recordings: { [RECORDING]: BYTES },
    }),
  messages: [
    {
      name: "text",
      features: ["text"],
      message: {
        recipients: [{ address: { kind: "phone", value: PERSON } }],
        content: { type: "text", text: 'Grüße an alle 👋\r\n  \\" <b>{{1}}</b> %0A & + "Ende" ' },
      },
      rewritten: { recipients: "Voximplant writes numbers without the plus" },
    },
    {
      name: "text-of-a-named-sender",
      features: ["text", "sender-choice"],
      message: {
        recipients: [{ address: { kind: "phone", value: "+4915112345202" } }],
        sender: { kind: "phone", value: FROM },
        content: { type: "text", text: "From the number that was chosen" },
      },
      rewritten: {
        recipients: "Voximplant writes numbers without the plus",
        sender: "Voximplant writes numbers without the plus",
      },
    },
  ],
  faults: {
    protocol: "http",
    receiptOf: ({ bodySha256 }) => ({
      status: 200,
      body: JSON.stringify({ result: 1, message_id: Number.parseInt(bodySha256.slice(0, 8), 16), fragments_count: 1 }),
    }),
    keyOf: () => undefined,
    // APIErrorCode of the published client, @voximplant/apiclient-nodejs 4.11
    suppressions: {
      none: "423 (INVALID_DESTINATION) says that a number cannot be written to so, not that it is dead; no code names an opt-out",
    },
    departures: [
      {
        fault: "200-wrong-types",
        expected: { outcome: "received" },
        reason: "Voximplant's receipt holds numbers alone, so the case, which changes texts, leaves it as it is",
      },
    ],
  },
  webhooks: {
    samples: [
      {
        name: "sms",
        ...voximplantSmsWebhook(71, { from: PERSON, to: FROM, text: "Danke, bis morgen 👋" }),
        events: [
          {
            ...{ type: "message", providerMessageId: "71", from: { kind: "phone", value: PERSON }, to: [FROM] },
            text: "Danke, bis morgen 👋",
          },
        ],
      },
      {
        name: "balance",
        ...voximplantBalanceWebhook(72),
        events: [
          {
            ...{ type: "conversation", event: "other" },
            details: { callback_id: 72, type: "min_balance", min_balance: { balance: 1.5 } },
          },
        ],
      },
      sample("call-comes-in", "1000009.1", {
        ...{
          callId: "1000009",
          event: "offered",
          direction: "inbound",
          sequence: 1,
          from: PERSON,
          to: FROM,
          occurredAt,
        },
        awaitsVerbs: true,
      }),
      sample("call-rings", "1000001.1", { ...about, event: "ringing", sequence: 1, occurredAt }),
      sample("call-is-answered", "1000001.2", {
        ...{ ...about, event: "answered", sequence: 2, occurredAt },
        awaitsVerbs: true,
      }),
      sample("keys-are-pressed", "1000001.3", {
        ...{ ...about, event: "digits", sequence: 3, digits: "42", occurredAt },
        awaitsVerbs: true,
      }),
      sample("all-was-said", "1000001.6", {
        ...{ ...about, event: "verb-finished", verb: "say", sequence: 6, occurredAt },
        awaitsVerbs: true,
      }),
      sample("recording-ready", "1000001.4", {
        ...{ ...about, event: "recording-ready", sequence: 4, occurredAt },
        recording: { mediaId: `https://storage-gw-de-01.voximplant.com${RECORDING}` },
      }),
      sample("call-is-declined", "1000001.5", {
        ...{ ...about, event: "ended", sequence: 5, sipStatus: 603, durationMs: 0, occurredAt },
      }),
    ],
    sign: ({ url, body, credentials }) => {
      const secrets = credentialsSchema.parse(credentials);
      return { headers: {}, url: `${url}/${secrets.webhookSecret}`, ...signed(body, secrets) };
    },
    unknown: {
      contentType: "application/json",
      body: JSON.stringify({ callbacks: [{ callback_id: 73, hash: "", type: "plugboard_kit", plugboard_kit: {} }] }),
    },
    message: ({ providerMessageId, from, text }) => voximplantSmsWebhook(providerMessageId, { from, to: FROM, text }),
    batch: voximplantBatchWebhook,
  },
  capabilities: {
    calls: {
      to: PERSON,
      verbs: [],
      control: [],
      answer: { verbs: [{ verb: "say", text: 'Guten Tag & "willkommen"' }], carries: ['Guten Tag & \\"willkommen\\"'] },
    },
    media: {
      bytes: BYTES,
      contentType: "audio/mpeg",
      mediaId: `https://storage-gw-de-01.voximplant.com${RECORDING}`,
    },
    subjectRights: { address: PERSON, results: { access: "done", erase: "manual" } },
  },
};

function signed(body: string | Uint8Array, secrets: z.output<typeof credentialsSchema>): { body: string } {
  return { body: signVoximplantCallbacks(Buffer.from(body).toString("utf8"), secrets) };
}
