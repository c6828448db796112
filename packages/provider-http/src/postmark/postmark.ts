import { z } from "zod";
import { allFull, defineHttpProvider, documentsOf, MAIL_FEATURES, mailSettingsSchema } from "../declarative/index.js";

const SITE = "https://postmarkapp.com";
const PRIVACY = `${SITE}/eu-privacy`;
const FEATURES = allFull(...MAIL_FEATURES, "inline-images");
const FILE = { Name: "{.filename}", Content: "{.base64}", ContentType: "{.contentType}", ContentID: "{.cid}" };
const SUPPRESSED = { code: "RECIPIENT_SUPPRESSED", party: "recipient" } as const;
const INACTIVE = { status: [422], where: { at: "ErrorCode", is: [406] }, ...SUPPRESSED };

/** Postmark: https://postmarkapp.com/developer and its OpenAPI description. It signs nothing: its URL of the webhook has a password. */
export const postmark = defineHttpProvider({
  manifest: {
    id: "postmark",
    name: "Postmark",
    version: "0.1.0",
    coreRange: "^0.1.0",
    channelKinds: ["email"],
    seller: { legalName: "ActiveCampaign, LLC", country: "US", website: SITE, support: `${SITE}/contact` },
    documents: documentsOf({
      terms: `${SITE}/terms-of-service`,
      privacy: ["2022-05-03", `${SITE}/privacy-policy`],
      "data-processing-agreement": PRIVACY,
      "sub-processors": PRIVACY,
    }),
    accountModes: ["own", "managed"],
    content: { features: FEATURES, maxContentBytes: 7_340_032, maxRecipients: 50, addressKinds: ["email"] },
    idempotency: { mode: "callback", documentation: `${SITE}/support/article/1125-custom-metadata-faq` },
  },
  settings: mailSettingsSchema,
  credentials: z.strictObject({ serverToken: z.string().min(8), webhookLogin: z.string().regex(/^[^:]+:.{8,}$/) }),
  http: {
    baseUrl: "https://api.postmarkapp.com",
    residency: { countries: ["US"], safeguard: "standard-contractual-clauses", source: PRIVACY, readOn: "2026-11-22" },
    headers: { "x-postmark-server-token": "{credentials.serverToken}" },
    send: {
      path: "/email",
      body: {
        From: "{sender.mailbox}",
        To: "{toLine}",
        Cc: "{ccLine}",
        Bcc: "{bccLine}",
        ReplyTo: "{content.replyTo.mailbox}",
        Subject: "{content.subject}",
        TextBody: "{content.text}",
        HtmlBody: "{content.html}",
        Headers: { $each: "content.headers", Name: "{.name}", Value: "{.value}" },
        Attachments: { $each: "content.attachments", ...FILE },
        Metadata: { reference: "{transfer.idempotencyKey}" },
        // The server's own settings would rewrite links and add a picture (R8).
        TrackOpens: false,
        TrackLinks: "None",
      },
      answer: { accepted: [200], id: "MessageID", receivedAt: "SubmittedAt", code: "ErrorCode", rules: [INACTIVE] },
    },
    probe: "/server",
    webhooks: {
      signature: { scheme: "none" },
      secondFactor: { scheme: "basic-auth", secret: "webhookLogin" },
      answers: { tryAgain: 503, neverAgain: 403, retriedForSeconds: 37_800 },
      documentation: `${SITE}/developer/webhooks/webhooks-overview`,
      kind: ["RecordType", "Type", "Origin", "SuppressionReason"],
      messageId: "MessageID",
      reference: "Metadata.reference",
      recipient: ["Recipient", "Email"],
      occurredAt: [{ at: "DeliveredAt" }, { at: "BouncedAt" }, { at: "ChangedAt" }],
      code: "TypeCode",
      reports: {
        delivered: ["Delivery"],
        delayed: ["Bounce:Transient"],
        complained: ["SpamComplaint"],
        "hard-bounce": ["Bounce:HardBounce", "Bounce:BadEmailAddress"],
        "soft-bounce": ["Bounce"],
        "opt-out": ["Bounce:Unsubscribe", "SubscriptionChange:Recipient:ManualSuppression"],
        none: ["Bounce:AutoResponder", "Bounce:Subscribe", "Open", "Click", "SubscriptionChange"],
      },
    },
  },
});
