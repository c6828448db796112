import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import { twilio } from "../../twilio/index.js";
import { signTwilioWebhook } from "./sign-twilio-webhook.js";
import { startTwilioSimulator } from "./start-twilio-simulator.js";
import { twilioMessages } from "./twilio-message-samples.js";
import { twilioWebhookSamples } from "./twilio-webhook-samples.js";
import { twilioMessageWebhook, twilioStatusWebhook } from "./twilio-webhooks.js";

const ACCOUNT_SID = `AC${"0".repeat(31)}7`;
const FROM = "+14155550100";
const MEDIA_SID = `ME${"0".repeat(31)}1`;
const PICTURE = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254, 13, 10]);
const credentialsSchema = z.object({
  authToken: z.string(),
  apiKey: z.object({ sid: z.string(), secret: z.string() }),
});

const twilioError = (code: number): string => JSON.stringify({ code, message: "as simulated", status: 400 });

/** Twilio for the conformance kit. */
export const twilioConformance: ProviderFixtures = {
  provider: twilio,
  packageName: "@plugboard/provider-whatsapp",
  connect: (origin) => ({
    settings: { accountSid: ACCOUNT_SID, from: FROM, webhookUrl: "https://host.example.com/webhooks/channel-1" },
    redirects: {
      "https://api.twilio.com": origin,
      "https://content.twilio.com": origin,
      "https://messaging.twilio.com": origin,
      "https://mms.twiliocdn.com": origin,
    },
  }),
  credentials: {
    authToken: "5a1f0e2b3c4d5e6f708192a3b4c5d6e7",
    apiKey: { sid: `SK${"a1".repeat(16)}`, secret: "simulated-api-key-secret-0001" },
  },
  otherCredentials: {
    authToken: "e7d6c5b4a3928170f6e5d4c3b2a10f5a",
    apiKey: { sid: `SK${"b2".repeat(16)}`, secret: "another-api-key-secret-0002" },
  },
  startSimulator: ({ credentials }) =>
    startTwilioSimulator({
      accountSid: ACCOUNT_SID,
      from: FROM,
      ...credentialsSchema.parse(credentials),
      media: { [MEDIA_SID]: { bytes: PICTURE, contentType: "image/png" } },
    }),
  messages: twilioMessages(FROM),
  faults: {
    protocol: "http",
    receiptOf: ({ bodySha256, atMs }) => ({
      status: 201,
      body: JSON.stringify({
        sid: `SM${bodySha256.slice(0, 32)}`,
        status: "queued",
        date_created: new Date(atMs).toUTCString(),
        error_code: null,
      }),
    }),
    keyOf: () => undefined,
    // https://www.twilio.com/docs/api/errors
    suppressions: [
      { name: "opted-out", status: 400, body: twilioError(21610), suppress: "opt-out" },
      { name: "no-such-number", status: 400, body: twilioError(21211), suppress: "hard-bounce" },
    ],
  },
  webhooks: {
    samples: twilioWebhookSamples(ACCOUNT_SID, FROM),
    sign: ({ url, body, credentials }) => ({
      headers: {
        "x-twilio-signature": signTwilioWebhook(
          url,
          Buffer.from(body).toString("utf8"),
          credentialsSchema.parse(credentials).authToken,
        ),
      },
    }),
    message: ({ providerMessageId, from, text }) =>
      twilioMessageWebhook({
        accountSid: ACCOUNT_SID,
        messageSid: providerMessageId,
        from,
        to: FROM,
        fields: { Body: text },
      }),
    reports: {
      statuses: ["sent", "delivered", "read", "undelivered"],
      body: ({ message, status }) =>
        twilioStatusWebhook({
          accountSid: ACCOUNT_SID,
          messageSid: message.id,
          status,
          to: message.to,
          from: `whatsapp:${FROM}`,
          ...(message.idempotencyKey === undefined ? {} : { reference: message.idempotencyKey }),
        }),
    },
  },
  capabilities: {
    templates: {
      expected: [
        {
          name: "HX00000000000000000000000000000081",
          language: "en",
          status: "approved",
          category: "utility",
          parameters: { header: 0, body: 3 },
        },
        {
          name: "HX00000000000000000000000000000096",
          language: "de",
          status: "rejected",
          category: "marketing",
          parameters: { header: 0, body: 0 },
        },
        {
          name: "HX00000000000000000000000000000097",
          language: "en",
          status: "paused",
          category: "utility",
          parameters: { header: 0, body: 1 },
        },
      ],
    },
    media: {
      bytes: PICTURE,
      contentType: "image/png",
      mediaId: `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/MM${"0".repeat(31)}1/Media/${MEDIA_SID}`,
    },
    conversationSignals: { providerMessageId: `SM${"0".repeat(31)}9` },
    webhookRegistration: { url: "https://host.example.com/webhooks/channel-1" },
    subjectRights: { address: "+4915112345201", results: { access: "done", restrict: "done", erase: "done" } },
  },
};
