import type { HttpFaultFixtures, ProviderFixtures, WebhookFixtures } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import type { CloudSimulatorOptions } from "./cloud-simulator-options.js";
import { type CloudSender, cloudMessageBody, cloudStatusBody, cloudWebhookBody } from "./cloud-webhook-bodies.js";
import { cloudWebhookSamples } from "./cloud-webhook-samples.js";

export const FIXTURE_SENDER: CloudSender = {
  businessAccountId: "102290129340398",
  phoneNumberId: "106540352242922",
  displayPhoneNumber: "15550783881",
};
/** A message the simulators of the kit know from the start. */
export const KNOWN_MESSAGE_ID = "wamid.HBgLNDkxNTExMjM0MDAwMRUCABIYIEtOT1dO";

export const FIXTURE_TEMPLATES: NonNullable<CloudSimulatorOptions["templates"]> = [
  {
    name: "order_ready_0001",
    language: "de",
    status: "APPROVED",
    category: "UTILITY",
    header: "Bestellung {{1}}",
    body: "Hallo {{1}}, {{2}} ist da.",
  },
  { name: "summer_sale", language: "en_US", status: "PAUSED", category: "MARKETING", body: "Sale!" },
  { name: "code", language: "en", status: "PENDING", category: "AUTHENTICATION", body: "{{code}} is your code." },
];

/** The catalogue above, as the contract says it. */
export const FIXTURE_CAPABILITIES: NonNullable<ProviderFixtures["capabilities"]> = {
  templates: {
    expected: [
      {
        name: "order_ready_0001",
        language: "de",
        status: "approved",
        category: "utility",
        parameters: { header: 1, body: 2 },
      },
      {
        name: "summer_sale",
        language: "en_US",
        status: "paused",
        category: "marketing",
        parameters: { header: 0, body: 0 },
      },
      {
        name: "code",
        language: "en",
        status: "pending",
        category: "authentication",
        parameters: { header: 0, body: 1 },
      },
    ],
  },
  media: {
    bytes: Uint8Array.from([0x25, 0x50, 0x44, 0x46, 0, 255, 13, 10, 45, 45, 0, 1]),
    contentType: "application/pdf",
    filename: "Befund.pdf",
  },
  conversationSignals: { providerMessageId: KNOWN_MESSAGE_ID },
};

const carriedSchema = z.object({ biz_opaque_callback_data: z.string() });

/** The API's receipt, and where it carries our id. */
export const cloudFaults: HttpFaultFixtures = {
  protocol: "http",
  // https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
  suppressions: {
    none: "131050 is an opt-out of marketing messages alone, and 131026 is also said of an old WhatsApp and of terms not accepted yet",
  },
  receiptOf: ({ idempotencyKey }) => ({
    status: 200,
    body: JSON.stringify({
      messaging_product: "whatsapp",
      contacts: [{ input: "+4915112340001", wa_id: "4915112340001" }],
      messages: [{ id: `wamid.receipt-${idempotencyKey ?? "1"}` }],
    }),
  }),
  keyOf: (_head, body) => {
    if (body.length === 0) return undefined;
    const parsed = carriedSchema.safeParse(JSON.parse(Buffer.from(body).toString("utf8")));
    return parsed.success ? parsed.data.biz_opaque_callback_data : undefined;
  },
};

const deliverySchema = z.object({ entry: z.array(z.unknown()) });
const STATUS = { sent: "sent", delivered: "delivered", read: "read", undelivered: "failed" } as const;
const isReported = (status: string): status is keyof typeof STATUS => status in STATUS;

/** Deliveries as the API makes them, but for their proof. */
export function cloudWebhooks(sender: CloudSender): Omit<WebhookFixtures, "sign"> {
  const json = (body: string) => ({ contentType: "application/json", body });
  return {
    samples: cloudWebhookSamples(sender),
    message: ({ providerMessageId, from, text, occurredAtMs }) =>
      json(
        cloudMessageBody(sender, {
          id: providerMessageId,
          ...(from.startsWith("+") ? { from: from.slice(1) } : { userId: from }),
          atMs: occurredAtMs,
          type: "text",
          content: { body: text },
        }),
      ),
    batch: (bodies) =>
      json(
        JSON.stringify({
          object: "whatsapp_business_account",
          entry: bodies.flatMap(
            ({ body }) => deliverySchema.parse(JSON.parse(Buffer.from(body).toString("utf8"))).entry,
          ),
        }),
      ),
    reports: {
      statuses: ["sent", "delivered", "read", "undelivered"],
      body: ({ message, status, occurredAtMs }) =>
        json(
          cloudStatusBody(sender, {
            id: message.id,
            status: isReported(status) ? STATUS[status] : "sent",
            recipientId: message.to.replace(/^\+/, ""),
            atMs: occurredAtMs,
            ...(message.idempotencyKey === undefined ? {} : { callbackData: message.idempotencyKey }),
          }),
        ),
    },
    // What the account's people write on the phone itself comes back in a field of its own.
    echo: ({ id, to }) =>
      json(
        cloudWebhookBody(
          sender,
          {
            messaging_product: "whatsapp",
            metadata: { display_phone_number: sender.displayPhoneNumber, phone_number_id: sender.phoneNumberId },
            message_echoes: [
              { from: sender.displayPhoneNumber, to, id, timestamp: "1763630130", type: "text", text: { body: "x" } },
            ],
          },
          "smb_message_echoes",
        ),
      ),
  };
}
