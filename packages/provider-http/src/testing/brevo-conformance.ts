import type { ProviderFixtures, WebhookBody } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import { brevo } from "../brevo/brevo.js";
import { mailSamples } from "./mail-samples.js";
import { startBrevoSimulator } from "./start-brevo-simulator.js";

const credentialsSchema = z.object({ apiKey: z.string(), webhookLogin: z.string() });
const ID = "<202611200915.30123456789@smtp-relay.mailin.fr>";
const AT_SECONDS = 1_763_630_130;
const occurredAt = new Date(AT_SECONDS * 1_000).toISOString();
const recipient = "nobody.3401@example.net";
const post = (event: string, about: object = {}): WebhookBody => ({
  contentType: "application/json",
  body: JSON.stringify({ event, email: recipient, id: 7, "message-id": ID, ts_event: AT_SECONDS, ...about }),
});
const report = { type: "delivery-report", providerMessageId: ID, occurredAt, recipient } as const;
const KINDS = {
  sent: "request",
  delayed: "deferred",
  delivered: "delivered",
  complained: "spam",
  undelivered: "soft_bounce",
  read: "opened",
} as const;

/** Brevo for the conformance kit. */
export const brevoConformance: ProviderFixtures = {
  provider: brevo,
  packageName: "@plugboard/provider-http",
  connect: (origin) => ({
    settings: { from: { address: "desk@example.org" } },
    redirects: { "https://api.brevo.com": origin },
  }),
  credentials: { apiKey: "xkeysib-of-account-1", webhookLogin: "hook:password-of-account-1" },
  otherCredentials: { apiKey: "xkeysib-of-account-2", webhookLogin: "hook:password-of-account-2" },
  startSimulator: ({ credentials }) => startBrevoSimulator(credentialsSchema.parse(credentials).apiKey),
  messages: mailSamples(brevo.manifest.content?.features ?? {}),
  faults: {
    protocol: "http",
    keyOf: (_head, body) => /"idempotencyKey":"([^"]+)"/.exec(Buffer.from(body).toString("utf8"))?.[1],
    receiptOf: ({ id }) => ({ status: 201, body: JSON.stringify({ messageId: id }) }),
    // https://developers.brevo.com/reference/get-transac-blocked-contacts
    suppressions: { none: "Brevo takes such a message, and says who is blocked or unsubscribed by events" },
  },
  webhooks: {
    samples: [
      { name: "sent", ...post("request"), events: [{ ...report, status: "sent" }] },
      { name: "delivered", ...post("delivered"), events: [{ ...report, status: "delivered" }] },
      { name: "delayed", ...post("deferred"), events: [{ ...report, status: "delayed" }] },
      {
        name: "bounced-for-good",
        ...post("hard_bounce"),
        events: [{ ...report, status: "undelivered", permanence: "hard", party: "recipient" }],
      },
      {
        name: "unsubscribed",
        ...post("unsubscribed"),
        events: [{ type: "conversation", event: "opt-out", subject: recipient, occurredAt }],
      },
      { name: "opened", ...post("unique_opened"), events: [] },
    ],
    sign: ({ credentials }) => {
      const { webhookLogin } = credentialsSchema.parse(credentials);
      return { headers: { authorization: `Basic ${Buffer.from(webhookLogin).toString("base64")}` } };
    },
    reports: {
      statuses: ["sent", "delivered", "undelivered"],
      body: ({ message, status, occurredAtMs }) =>
        post(KINDS[status], {
          email: message.to,
          "message-id": message.id,
          ts_event: Math.floor(occurredAtMs / 1_000),
        }),
    },
  },
};
