import { createHmac } from "node:crypto";
import type { ProviderFixtures, WebhookBody } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import { resend } from "../resend/resend.js";
import { mailSamples } from "./mail-samples.js";
import { startResendSimulator } from "./start-resend-simulator.js";

const credentialsSchema = z.object({ apiKey: z.string(), webhookSecret: z.string() });
const AT = "2026-11-20T09:15:30.123Z";
const ID = "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794";
const post = (type: string, data: object, at = AT): WebhookBody => ({
  contentType: "application/json",
  body: JSON.stringify({ type, created_at: at, data }),
});
const report = { type: "delivery-report", providerMessageId: ID, occurredAt: AT } as const;
const data = { email_id: ID, to: ["nobody.3201@example.net"] };
const recipient = "nobody.3201@example.net";
const KINDS = {
  sent: "email.sent",
  delayed: "email.delivery_delayed",
  delivered: "email.delivered",
  complained: "email.complained",
  undelivered: "email.bounced",
  read: "email.opened",
} as const;

/** Resend for the conformance kit. */
export const resendConformance: ProviderFixtures = {
  provider: resend,
  packageName: "@plugboard/provider-http",
  connect: (origin) => ({
    settings: { from: { address: "desk@example.org" } },
    redirects: { "https://api.resend.com": origin },
  }),
  credentials: { apiKey: "re_key-of-account-1", webhookSecret: `whsec_${Buffer.alloc(24, 7).toString("base64")}` },
  otherCredentials: { apiKey: "re_key-of-account-2", webhookSecret: `whsec_${Buffer.alloc(24, 9).toString("base64")}` },
  startSimulator: ({ credentials }) => startResendSimulator(credentialsSchema.parse(credentials).apiKey),
  messages: mailSamples(resend.manifest.content?.features ?? {}),
  faults: {
    protocol: "http",
    receiptOf: ({ id }) => ({ status: 200, body: JSON.stringify({ id }) }),
    // https://resend.com/docs/webhooks/event-types
    suppressions: { none: "Resend takes such a message, and says it was suppressed by the event email.suppressed" },
  },
  webhooks: {
    samples: [
      { name: "delivered", ...post("email.delivered", data), events: [{ ...report, status: "delivered", recipient }] },
      {
        name: "bounced-for-good",
        ...post("email.bounced", { ...data, bounce: { type: "Permanent", subType: "NoEmail" } }),
        events: [{ ...report, status: "undelivered", recipient, permanence: "hard", party: "recipient" }],
      },
      {
        name: "bounced-for-now",
        ...post("email.bounced", { ...data, bounce: { type: "Transient", subType: "MailboxFull" } }),
        events: [{ ...report, status: "undelivered", recipient, permanence: "soft", party: "recipient" }],
      },
      { name: "opened", ...post("email.opened", data), events: [] },
    ],
    sign: ({ body, credentials, deliveryId, signedAtMs }) => {
      const key = Buffer.from(credentialsSchema.parse(credentials).webhookSecret.slice("whsec_".length), "base64");
      const timestamp = String(Math.floor(signedAtMs / 1_000));
      const signature = createHmac("sha256", key).update(`${deliveryId}.${timestamp}.`).update(body).digest("base64");
      return {
        headers: { "svix-id": deliveryId, "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` },
      };
    },
    reports: {
      statuses: ["sent", "delivered", "undelivered"],
      body: ({ message, status, occurredAtMs }) =>
        post(KINDS[status], { email_id: message.id, to: [message.to] }, new Date(occurredAtMs).toISOString()),
    },
  },
};
