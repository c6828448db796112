import type { WebhookBody } from "@plugboard/provider-testkit/conformance";

const form = (fields: Readonly<Record<string, string>>): WebhookBody & { readonly body: string } => ({
  contentType: "application/x-www-form-urlencoded",
  body: new URLSearchParams(fields).toString(),
});

/** A status callback, as Twilio posts it. https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
export function twilioStatusWebhook(parts: {
  readonly accountSid: string;
  readonly messageSid: string;
  readonly status: string;
  readonly to: string;
  readonly from: string;
  /** Ours, as the message's `StatusCallback` carried it. */
  readonly reference?: string;
  readonly errorCode?: number;
}): WebhookBody & { readonly body: string } {
  const { accountSid, messageSid, status, to, from, reference, errorCode } = parts;
  return {
    ...form({
      ChannelPrefix: "whatsapp",
      ApiVersion: "2010-04-01",
      MessageStatus: status,
      SmsSid: messageSid,
      SmsStatus: status,
      ChannelInstallSid: "XE00000000000000000000000000000001",
      To: to,
      From: from,
      MessageSid: messageSid,
      AccountSid: accountSid,
      ChannelToAddress: to.replace(/^whatsapp:/, ""),
      ...(status === "read" ? { EventType: "READ" } : {}),
      ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
    }),
    ...(reference === undefined ? {} : { query: `ref=${encodeURIComponent(reference)}` }),
  };
}

/** A message of a person, as Twilio posts it. https://www.twilio.com/docs/messaging/guides/webhook-request */
export function twilioMessageWebhook(parts: {
  readonly accountSid: string;
  readonly messageSid: string;
  /** E.164. */
  readonly from: string;
  readonly to: string;
  /** Over the fields of a text message. */
  readonly fields?: Readonly<Record<string, string>>;
}): WebhookBody & { readonly body: string } {
  const { accountSid, messageSid, from, to, fields } = parts;
  return form({
    SmsMessageSid: messageSid,
    NumMedia: "0",
    ProfileName: "Alex",
    MessageType: "text",
    SmsSid: messageSid,
    WaId: from.replace(/^\+/, ""),
    SmsStatus: "received",
    Body: "",
    To: `whatsapp:${to}`,
    NumSegments: "1",
    ReferralNumMedia: "0",
    MessageSid: messageSid,
    AccountSid: accountSid,
    From: `whatsapp:${from}`,
    ApiVersion: "2010-04-01",
    ...fields,
  });
}
