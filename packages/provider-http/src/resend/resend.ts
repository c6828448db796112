import { z } from "zod";
import { allFull, defineHttpProvider, documentsOf, MAIL_FEATURES, mailSettingsSchema } from "../declarative/index.js";
const SITE = "https://resend.com";
const REGIONS = `${SITE}/docs/dashboard/domains/regions`;
const READ = { source: REGIONS, readOn: "2026-11-22", safeguard: "standard-contractual-clauses" } as const;

/** Resend: requests by its OpenAPI description, webhooks by https://resend.com/docs/webhooks/event-types, signed by Svix. */
export const resend = defineHttpProvider({
  manifest: {
    id: "resend",
    name: "Resend",
    version: "0.1.0",
    coreRange: "^0.1.0",
    channelKinds: ["email"],
    seller: { legalName: "Plus Five Five, Inc.", country: "US", website: SITE, support: `${SITE}/help` },
    documents: documentsOf({
      terms: `${SITE}/legal/terms-of-service`,
      privacy: `${SITE}/legal/privacy-policy`,
      "data-processing-agreement": `${SITE}/legal/dpa`,
      "sub-processors": `${SITE}/legal/subprocessors`,
    }),
    accountModes: ["own", "managed"],
    content: { features: allFull(...MAIL_FEATURES, "inline-images"), maxRecipients: 50, addressKinds: ["email"] },
    idempotency: { mode: "key", ttlSeconds: 86_400, documentation: `${SITE}/docs/dashboard/emails/idempotency-keys` },
    quotaHeaders: { format: "fields", remaining: "ratelimit-remaining", reset: "ratelimit-reset", resetIn: "seconds" },
  },
  // The region of the sender's domain; what Resend keeps is in the US all the same.
  settings: mailSettingsSchema.extend({ sentFrom: z.enum(["US", "IE", "BR", "JP"]).default("US") }),
  credentials: z.strictObject({ apiKey: z.string().min(8), webhookSecret: z.string().startsWith("whsec_") }),
  http: {
    baseUrl: "https://api.resend.com",
    residency: { ...READ, countries: ["US"], facets: { inTransit: { ...READ, countries: { setting: "sentFrom" } } } },
    headers: { authorization: "Bearer {credentials.apiKey}" },
    send: {
      path: "/emails",
      headers: { "idempotency-key": "{transfer.idempotencyKey}" },
      body: {
        from: "{sender.mailbox}",
        to: "{toMailboxes}",
        cc: "{ccMailboxes}",
        bcc: "{bccMailboxes}",
        reply_to: "{content.replyTo.mailbox}",
        subject: "{content.subject}",
        text: "{content.text}",
        html: "{content.html}",
        headers: "{content.headerMap}",
        attachments: {
          $each: "content.attachments",
          filename: "{.filename}",
          content: "{.base64}",
          content_type: "{.contentType}",
          content_id: "{.contentId}",
        },
      },
      answer: { accepted: [200], id: "id", code: "name" },
    },
    probe: "/domains",
    webhooks: {
      signature: { scheme: "standard-webhooks", secret: "webhookSecret", headerPrefix: "svix-" },
      answers: { tryAgain: 503, neverAgain: 200, retriedForSeconds: 100_000 },
      documentation: `${SITE}/docs/webhooks/introduction`,
      deduplicateBy: ["{header.svix-id}"],
      kind: ["type", "data.bounce.type"],
      messageId: "data.email_id",
      recipient: "data.to.0",
      occurredAt: [{ at: "created_at" }],
      reports: {
        sent: ["email.sent"],
        delivered: ["email.delivered"],
        delayed: ["email.delivery_delayed"],
        complained: ["email.complained"],
        "hard-bounce": ["email.bounced:Permanent", "email.suppressed"],
        "soft-bounce": ["email.bounced"],
        failed: ["email.failed"],
        none: ["email.opened", "email.clicked", "email.scheduled", "email.received"],
      },
    },
  },
});
