/** Where a webhook comes from. */
export interface CloudSender {
  readonly businessAccountId: string;
  readonly phoneNumberId: string;
  /** Digits, as the API shows it. */
  readonly displayPhoneNumber: string;
}

/** A person's message, without what every message has. `content` is the type's own object. */
export interface PersonMessage {
  readonly id: string;
  /** Digits without a plus sign; absent for a person who hides their number. */
  readonly from?: string;
  readonly userId?: string;
  readonly name?: string;
  readonly username?: string;
  readonly atMs: number;
  readonly type: string;
  readonly content?: unknown;
  readonly replyTo?: string;
}

const secondsOf = (atMs: number): string => String(Math.floor(atMs / 1_000));

/** The body the API posts, around one change of the field `messages` (or another one). */
export function cloudWebhookBody(sender: CloudSender, value: Record<string, unknown>, field = "messages"): string {
  const metadata = { display_phone_number: sender.displayPhoneNumber, phone_number_id: sender.phoneNumberId };
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [
      {
        id: sender.businessAccountId,
        changes: [
          { value: field === "messages" ? { messaging_product: "whatsapp", metadata, ...value } : value, field },
        ],
      },
    ],
  });
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages */
export function cloudMessageBody(sender: CloudSender, message: PersonMessage): string {
  const { id, from, userId, name, username, atMs, type, content, replyTo } = message;
  const person = {
    profile: { ...(name === undefined ? {} : { name }), ...(username === undefined ? {} : { username }) },
    ...(from === undefined ? {} : { wa_id: from }),
    ...(userId === undefined ? {} : { user_id: userId }),
  };
  return cloudWebhookBody(sender, {
    contacts: [person],
    messages: [
      {
        ...(from === undefined ? {} : { from }),
        ...(userId === undefined ? {} : { from_user_id: userId }),
        id,
        timestamp: secondsOf(atMs),
        ...(replyTo === undefined ? {} : { context: { from: sender.displayPhoneNumber, id: replyTo } }),
        type,
        ...(content === undefined ? {} : { [type]: content }),
      },
    ],
  });
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status */
export function cloudStatusBody(
  sender: CloudSender,
  status: {
    readonly id: string;
    readonly status: "sent" | "delivered" | "read" | "played" | "failed";
    readonly recipientId: string;
    readonly atMs: number;
    readonly callbackData?: string;
    readonly category?: string;
    readonly errorCode?: number;
  },
): string {
  const { id, recipientId, atMs, callbackData, category = "service", errorCode } = status;
  const failed = {
    errors: [
      {
        code: errorCode ?? 131_026,
        title: "Message undeliverable",
        message: "Message undeliverable",
        error_data: { details: "Message Undeliverable." },
        href: "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes",
      },
    ],
  };
  const priced = { pricing: { billable: false, pricing_model: "PMP", type: "free_customer_service", category } };
  return cloudWebhookBody(sender, {
    statuses: [
      {
        id,
        status: status.status,
        timestamp: secondsOf(atMs),
        recipient_id: recipientId,
        ...(callbackData === undefined ? {} : { biz_opaque_callback_data: callbackData }),
        ...(status.status === "failed" ? failed : status.status === "played" ? {} : priced),
      },
    ],
  });
}
