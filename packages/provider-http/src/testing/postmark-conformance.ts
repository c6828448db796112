import type { ProviderFixtures, WebhookBody } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import { postmark } from "../postmark/postmark.js";
import { mailSamples } from "./mail-samples.js";
import { startPostmarkSimulator } from "./start-postmark-simulator.js";

const credentialsSchema = z.object({ serverToken: z.string(), webhookLogin: z.string() });
const ID = "883953f4-6105-42a2-a16a-77a8eac79483";
const post = (event: object): WebhookBody => ({ contentType: "application/json", body: JSON.stringify(event) });
const report = { type: "delivery-report", providerMessageId: ID } as const;
const BOUNCED = "nobody.3301@example.net";
const bounce = (Type: string, TypeCode: number) =>
  post({
    RecordType: "Bounce",
    ID: 42,
    Type,
    TypeCode,
    MessageID: ID,
    Email: BOUNCED,
    BouncedAt: "2026-11-20T04:15:30.1230000-05:00",
    Metadata: {},
  });
const occurredAt = "2026-11-20T09:15:30.123Z";

/** Postmark for the conformance kit. */
export const postmarkConformance: ProviderFixtures = {
  provider: postmark,
  packageName: "@plugboard/provider-http",
  connect: (origin) => ({
    settings: { from: { address: "desk@example.org" } },
    redirects: { "https://api.postmarkapp.com": origin },
  }),
  credentials: { serverToken: "token-of-account-1", webhookLogin: "hook:password-of-account-1" },
  otherCredentials: { serverToken: "token-of-account-2", webhookLogin: "hook:password-of-account-2" },
  startSimulator: ({ credentials }) => startPostmarkSimulator(credentialsSchema.parse(credentials).serverToken),
  messages: mailSamples(postmark.manifest.content?.features ?? {}),
  faults: {
    protocol: "http",
    keyOf: (_head, body) => /"reference":"([^"]+)"/.exec(Buffer.from(body).toString("utf8"))?.[1],
    receiptOf: ({ id }) => ({ status: 200, body: JSON.stringify({ MessageID: id, ErrorCode: 0, Message: "OK" }) }),
    // https://postmarkapp.com/developer/api/overview#error-codes
    suppressions: {
      none: "406 does not tell a dead address or a complaint from an entry the account made and can take back; events tell them",
    },
  },
  webhooks: {
    samples: [
      {
        name: "delivered",
        ...post({
          RecordType: "Delivery",
          MessageID: ID,
          Recipient: "ida.quandt.3302@example.net",
          DeliveredAt: "2026-11-20T09:15:30.1230000Z",
          Metadata: { reference: "message-3302" },
        }),
        events: [
          {
            ...report,
            status: "delivered",
            reference: "message-3302",
            recipient: "ida.quandt.3302@example.net",
            occurredAt,
          },
        ],
      },
      {
        name: "bounced-for-good",
        ...bounce("HardBounce", 1),
        events: [
          {
            ...report,
            status: "undelivered",
            permanence: "hard",
            party: "recipient",
            recipient: BOUNCED,
            providerCode: "1",
            occurredAt,
          },
        ],
      },
      {
        name: "bounced-for-now",
        ...bounce("SoftBounce", 4096),
        events: [
          {
            ...report,
            status: "undelivered",
            permanence: "soft",
            party: "recipient",
            recipient: BOUNCED,
            providerCode: "4096",
            occurredAt,
          },
        ],
      },
      { name: "answered-by-a-machine", ...bounce("AutoResponder", 64), events: [] },
      {
        name: "unsubscribed",
        ...post({
          RecordType: "SubscriptionChange",
          MessageID: ID,
          ChangedAt: "2026-11-20T09:15:30.123456Z",
          Recipient: "ida.quandt.3303@example.net",
          Origin: "Recipient",
          SuppressSending: true,
          SuppressionReason: "ManualSuppression",
          Metadata: {},
        }),
        events: [{ type: "conversation", event: "opt-out", subject: "ida.quandt.3303@example.net", occurredAt }],
      },
      {
        // The account's own doing, in Postmark's pages: nobody opted out or in.
        name: "taken-off-the-suppressions",
        ...post({
          RecordType: "SubscriptionChange",
          MessageID: null,
          ChangedAt: "2026-11-20T09:15:30.123456Z",
          Recipient: "ida.quandt.3303@example.net",
          Origin: "Customer",
          SuppressSending: false,
          SuppressionReason: null,
          Metadata: {},
        }),
        events: [],
      },
      { name: "opened", ...post({ RecordType: "Open", MessageID: ID }), events: [] },
    ],
    sign: ({ credentials }) => {
      const { webhookLogin } = credentialsSchema.parse(credentials);
      return { headers: { authorization: `Basic ${Buffer.from(webhookLogin).toString("base64")}` } };
    },
    reports: {
      statuses: ["delivered", "undelivered"],
      body: ({ message, status, occurredAtMs }) => {
        const at = new Date(occurredAtMs).toISOString();
        const about = { MessageID: message.id, Metadata: { reference: message.idempotencyKey ?? "" } };
        return status === "undelivered"
          ? post({ RecordType: "Bounce", ID: 43, Type: "SoftBounce", TypeCode: 4096, BouncedAt: at, ...about })
          : post({ RecordType: "Delivery", DeliveredAt: at, ...about });
      },
    },
  },
};
