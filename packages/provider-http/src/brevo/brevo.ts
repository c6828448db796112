import { z } from "zod";
import { allFull, defineHttpProvider, documentsOf, MAIL_FEATURES, mailSettingsSchema } from "../declarative/index.js";

const SITE = "https://www.brevo.com";
const DOCS = "https://developers.brevo.com/docs";
/** The data processing agreement is their third appendix. */
const TERMS = ["2025-10-01", `${SITE}/legal/termsofuse/`] as const;
const PERSON = { email: "{.address}", name: "{.name}" };
const FEATURES = { ...allFull(...MAIL_FEATURES), attachments: "partial" } as const; // a file's type follows from its name there

/** Brevo: https://developers.brevo.com/reference/sendtransacemail. It signs nothing: its URL of the webhook has a password. */
export const brevo = defineHttpProvider({
  manifest: {
    id: "brevo",
    name: "Brevo",
    version: "0.1.0",
    coreRange: "^0.1.0",
    channelKinds: ["email"],
    seller: { legalName: "Sendinblue SAS", country: "FR", website: SITE, support: "https://help.brevo.com" },
    documents: documentsOf({
      terms: TERMS,
      privacy: ["2025-12", `${SITE}/legal/privacypolicy/`],
      "data-processing-agreement": TERMS,
      "sub-processors": `${SITE}/legal/termsofuse/`,
    }),
    accountModes: ["own", "managed"],
    content: { features: FEATURES, maxContentBytes: 14_680_064, maxRecipients: 50, addressKinds: ["email"] },
    idempotency: { mode: "key", ttlSeconds: 900, documentation: `${DOCS}/heterogenous-versions-batch-emails` },
  },
  settings: mailSettingsSchema,
  credentials: z.strictObject({ apiKey: z.string().min(8), webhookLogin: z.string().regex(/^[^:]+:.{8,}$/) }),
  http: {
    baseUrl: "https://api.brevo.com/v3",
    residency: {
      ...{ countries: ["BE", "DE", "FR"], source: `${SITE}/legal/privacypolicy/`, readOn: "2026-11-22" },
      note: "unverified: the countries of its data centres were read at second hand",
    },
    headers: { "api-key": "{credentials.apiKey}" },
    send: {
      path: "/smtp/email",
      body: {
        sender: { email: "{sender.address}", name: "{sender.name}" },
        to: { $each: "to", ...PERSON },
        cc: { $each: "cc", ...PERSON },
        bcc: { $each: "bcc", ...PERSON },
        replyTo: { email: "{content.replyTo.address}", name: "{content.replyTo.name}" },
        subject: "{content.subject}",
        textContent: "{content.text}",
        htmlContent: "{content.html}",
        headers: { $merge: "content.headerMap", idempotencyKey: "{transfer.idempotencyUuid}" },
        attachment: { $each: "content.attachments", name: "{.filename}", content: "{.base64}" },
      },
      answer: { accepted: [201], id: "messageId", code: "code" },
    },
    probe: "/account",
    webhooks: {
      signature: { scheme: "none" },
      secondFactor: { scheme: "basic-auth", secret: "webhookLogin" },
      // Any other 4xx than 429, and any 5xx, makes it forget the event (developers.brevo.com/docs/retry-mechanism).
      answers: { tryAgain: 429, neverAgain: 400, retriedForSeconds: 40_200 },
      documentation: `${DOCS}/transactional-webhooks`,
      kind: ["event"],
      messageId: "message-id",
      recipient: "email",
      occurredAt: [{ at: "ts_event", as: "epoch-seconds" }],
      reports: {
        sent: ["request"],
        delivered: ["delivered"],
        delayed: ["deferred"],
        complained: ["spam"],
        "hard-bounce": ["hard_bounce", "invalid_email", "blocked"],
        "soft-bounce": ["soft_bounce"],
        failed: ["error"],
        "opt-out": ["unsubscribed"],
        none: ["opened", "unique_opened", "click", "proxy_open", "unique_proxy_open"],
      },
    },
  },
});
