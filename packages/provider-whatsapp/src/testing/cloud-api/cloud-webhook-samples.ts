import type { WebhookSample } from "@plugboard/provider-testkit/conformance";
import {
  type CloudSender,
  cloudMessageBody,
  cloudStatusBody,
  cloudWebhookBody,
  type PersonMessage,
} from "./cloud-webhook-bodies.js";

const AT_MS = Date.parse("2026-11-20T09:15:30Z");
const occurredAt = "2026-11-20T09:15:30.000Z";
const FROM = "4915112340001";
const person = { kind: "phone", value: `+${FROM}`, name: "Johanna Śmigły 🌻" } as const;

type MessageEvent = Extract<WebhookSample["events"][number], { type: "message" }>;

/** Deliveries of every kind the API makes, and what they say. */
export function cloudWebhookSamples(sender: CloudSender): readonly WebhookSample[] {
  const message = (
    name: string,
    parts: Pick<PersonMessage, "type"> & Partial<PersonMessage>,
    event: Partial<MessageEvent>,
  ): WebhookSample => {
    const id = `wamid.sample-${name}`;
    return {
      name,
      contentType: "application/json",
      body: cloudMessageBody(sender, { id, from: FROM, name: person.name, atMs: AT_MS, ...parts }),
      events: [
        {
          type: "message",
          providerMessageId: id,
          occurredAt,
          from: person,
          to: [`+${sender.displayPhoneNumber}`],
          ...event,
        },
      ],
    };
  };
  const media = {
    id: "1908647269898587",
    mime_type: "image/jpeg",
    sha256: "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=",
  };
  const notice = (name: string, field: string, value: Record<string, unknown>, events: WebhookSample["events"]) => ({
    name,
    contentType: "application/json",
    body: cloudWebhookBody(sender, value, field),
    events,
  });
  return [
    message("text", { type: "text", content: { body: ' Grüße 👋\r\n "x" ' } }, { text: ' Grüße 👋\r\n "x" ' }),
    message(
      "answer",
      { type: "text", content: { body: "Ja" }, replyTo: "wamid.ours-1" },
      { text: "Ja", inReplyTo: "wamid.ours-1" },
    ),
    message(
      "image",
      { type: "image", content: { ...media, caption: "Schaden" } },
      {
        media: [{ kind: "image", contentType: "image/jpeg", mediaId: media.id, caption: "Schaden" }],
        text: "Schaden",
        details: { sha256: media.sha256 },
      },
    ),
    message(
      "audio",
      { type: "audio", content: { ...media, mime_type: "audio/ogg; codecs=opus", voice: true } },
      {
        media: [{ kind: "audio", contentType: "audio/ogg; codecs=opus", mediaId: media.id }],
        details: { sha256: media.sha256, voiceNote: true },
      },
    ),
    message(
      "video",
      { type: "video", content: { ...media, mime_type: "video/mp4" } },
      { media: [{ kind: "video", contentType: "video/mp4", mediaId: media.id }], details: { sha256: media.sha256 } },
    ),
    message(
      "document",
      { type: "document", content: { ...media, mime_type: "application/pdf", filename: "Befund März.pdf" } },
      {
        media: [{ kind: "document", contentType: "application/pdf", mediaId: media.id, filename: "Befund März.pdf" }],
        details: { sha256: media.sha256 },
      },
    ),
    message(
      "sticker",
      { type: "sticker", content: { ...media, mime_type: "image/webp", animated: true } },
      {
        media: [{ kind: "sticker", contentType: "image/webp", mediaId: media.id }],
        details: { sha256: media.sha256, animated: true },
      },
    ),
    message(
      "location",
      { type: "location", content: { latitude: 52.52, longitude: 13.4, name: "Fernsehturm" } },
      { location: { latitude: 52.52, longitude: 13.4, name: "Fernsehturm" } },
    ),
    message(
      "contacts",
      { type: "contacts", content: [{ name: { formatted_name: "Kim" }, phones: [{ phone: "+1 650 555 1234" }] }] },
      {
        details: {
          messageType: "contacts",
          contacts: [{ name: { formatted_name: "Kim" }, phones: [{ phone: "+1 650 555 1234" }] }],
        },
      },
    ),
    message(
      "reaction",
      { type: "reaction", content: { message_id: "wamid.ours-2", emoji: "❤️" } },
      { reaction: { toProviderMessageId: "wamid.ours-2", emoji: "❤️" } },
    ),
    message(
      "reaction-taken-back",
      { type: "reaction", content: { message_id: "wamid.ours-2" } },
      { reaction: { toProviderMessageId: "wamid.ours-2", emoji: "" } },
    ),
    message(
      "button-of-template",
      { type: "button", content: { payload: "order-4711-confirm", text: "Bestätigen" }, replyTo: "wamid.ours-3" },
      { choice: { id: "order-4711-confirm", title: "Bestätigen" }, inReplyTo: "wamid.ours-3" },
    ),
    message(
      "button-reply",
      { type: "interactive", content: { type: "button_reply", button_reply: { id: "slot-1", title: "Vormittags" } } },
      { choice: { id: "slot-1", title: "Vormittags" } },
    ),
    message(
      "list-reply",
      { type: "interactive", content: { type: "list_reply", list_reply: { id: "mo-0800", title: "8:00 Uhr" } } },
      { choice: { id: "mo-0800", title: "8:00 Uhr" } },
    ),
    message(
      "form-reply",
      { type: "interactive", content: { type: "nfm_reply", nfm_reply: { name: "flow", response_json: '{"a":1}' } } },
      {
        details: {
          messageType: "interactive",
          interactive: { type: "nfm_reply", nfm_reply: { name: "flow", response_json: '{"a":1}' } },
        },
      },
    ),
    message(
      "order",
      { type: "order", content: { catalog_id: "194836987003835", text: "", product_items: [{ quantity: 2 }] } },
      {
        details: {
          messageType: "order",
          order: { catalog_id: "194836987003835", text: "", product_items: [{ quantity: 2 }] },
        },
      },
    ),
    message(
      "unsupported",
      { type: "unsupported", content: { type: "poll" } },
      { details: { messageType: "unsupported", unsupported: { type: "poll" } } },
    ),
    message(
      "with-user-id",
      { type: "text", content: { body: "hi" }, userId: "DE.13491208655302741918", username: "johanna.s" },
      {
        text: "hi",
        alsoKnownAs: [{ kind: "handle", value: "DE.13491208655302741918" }],
        details: { username: "johanna.s" },
      },
    ),
    {
      name: "user-id-alone",
      contentType: "application/json",
      body: cloudMessageBody(sender, {
        id: "wamid.sample-user-id-alone",
        userId: "DE.13491208655302741918",
        name: "Kim",
        atMs: AT_MS,
        type: "text",
        content: { body: "ohne Nummer" },
      }),
      events: [
        {
          type: "message",
          providerMessageId: "wamid.sample-user-id-alone",
          occurredAt,
          from: { kind: "handle", value: "DE.13491208655302741918", name: "Kim" },
          to: [`+${sender.displayPhoneNumber}`],
          text: "ohne Nummer",
        },
      ],
    },
    {
      name: "number-changed",
      contentType: "application/json",
      body: cloudMessageBody(sender, {
        id: "wamid.sample-number-changed",
        from: FROM,
        atMs: AT_MS,
        type: "system",
        content: { body: "User changed from A to B", wa_id: "4915112349999", type: "user_changed_number" },
      }),
      events: [
        {
          type: "conversation",
          event: "address-changed",
          occurredAt,
          subject: `+${FROM}`,
          details: { change: "user_changed_number", to: "+4915112349999" },
        },
      ],
    },
    {
      name: "status-with-price",
      contentType: "application/json",
      body: cloudStatusBody(sender, {
        id: "wamid.ours-4",
        status: "delivered",
        recipientId: FROM,
        atMs: AT_MS,
        category: "utility",
      }),
      events: [
        {
          type: "delivery-report",
          providerMessageId: "wamid.ours-4",
          status: "delivered",
          occurredAt,
          recipient: `+${FROM}`,
          pricingCategory: "utility",
        },
      ],
    },
    {
      name: "status-failed",
      contentType: "application/json",
      body: cloudStatusBody(sender, {
        id: "wamid.ours-5",
        status: "failed",
        recipientId: FROM,
        atMs: AT_MS,
        errorCode: 131_047,
      }),
      events: [
        {
          type: "delivery-report",
          providerMessageId: "wamid.ours-5",
          status: "undelivered",
          occurredAt,
          recipient: `+${FROM}`,
          permanence: "soft",
          party: "account",
          retryable: false,
          providerCode: "131047",
        },
      ],
    },
    {
      name: "status-played",
      contentType: "application/json",
      body: cloudStatusBody(sender, { id: "wamid.ours-6", status: "played", recipientId: FROM, atMs: AT_MS }),
      events: [
        {
          type: "delivery-report",
          providerMessageId: "wamid.ours-6",
          status: "read",
          occurredAt,
          recipient: `+${FROM}`,
        },
      ],
    },
    notice(
      "template-rejected",
      "message_template_status_update",
      { event: "REJECTED", message_template_name: "order_ready_0001", reason: "ABUSIVE_CONTENT" },
      [
        {
          type: "conversation",
          event: "template-status",
          details: {
            field: "message_template_status_update",
            event: "REJECTED",
            message_template_name: "order_ready_0001",
            reason: "ABUSIVE_CONTENT",
          },
        },
      ],
    ),
    notice("account-alert", "account_update", { event: "ACCOUNT_RESTRICTION" }, [
      {
        type: "conversation",
        event: "account-status",
        details: { field: "account_update", event: "ACCOUNT_RESTRICTION" },
      },
    ]),
    notice(
      "opted-out",
      "user_preferences",
      {
        user_preferences: [
          { wa_id: FROM, category: "marketing_messages", value: "stop", timestamp: String(AT_MS / 1_000) },
        ],
      },
      [
        {
          type: "conversation",
          event: "opt-out",
          occurredAt,
          subject: `+${FROM}`,
          details: { category: "marketing_messages" },
        },
      ],
    ),
    notice(
      "opted-in-again",
      "user_preferences",
      { user_preferences: [{ wa_id: FROM, category: "marketing_messages", value: "resume" }] },
      [{ type: "conversation", event: "opt-in", subject: `+${FROM}`, details: { category: "marketing_messages" } }],
    ),
    notice(
      "user-id-changed",
      "user_id_update",
      { user_id_update: [{ wa_id: FROM, user_id: { previous: "DE.1", current: "DE.2" } }] },
      [
        {
          type: "conversation",
          event: "address-changed",
          subject: `+${FROM}`,
          details: { change: "user_id_update", userId: "DE.2" },
        },
      ],
    ),
    // Another number of the same app: signed with the same secret, and not this channel's.
    {
      name: "of-another-number",
      contentType: "application/json",
      body: cloudMessageBody(
        { ...sender, phoneNumberId: "999999999999999" },
        { id: "wamid.sample-other", from: FROM, atMs: AT_MS, type: "text", content: { body: "not ours" } },
      ),
      events: [],
    },
  ];
}
