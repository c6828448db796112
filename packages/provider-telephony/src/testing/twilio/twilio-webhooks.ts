import type { WebhookBody } from "@plugboard/provider-testkit/conformance";

type Fields = Readonly<Record<string, string>>;
type Form = WebhookBody & { readonly body: string };

const form = (fields: Fields): Form => ({
  contentType: "application/x-www-form-urlencoded",
  body: new URLSearchParams(fields).toString(),
});

/** A status callback of a message, as Twilio posts it. https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
export function twilioStatusWebhook(parts: {
  readonly accountSid: string;
  readonly messageSid: string;
  readonly status: string;
  readonly to: string;
  readonly from: string;
  /** Ours, as the message's `StatusCallback` carried it. */
  readonly reference?: string;
  readonly errorCode?: number;
}): Form {
  const { accountSid, messageSid, status, to, from, reference, errorCode } = parts;
  return {
    ...form({
      SmsSid: messageSid,
      SmsStatus: status,
      MessageStatus: status,
      To: to,
      MessageSid: messageSid,
      AccountSid: accountSid,
      From: from,
      ApiVersion: "2010-04-01",
      ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
    }),
    ...(reference === undefined ? {} : { query: `ref=${encodeURIComponent(reference)}` }),
  };
}

/** A message of a person, as Twilio posts it. https://www.twilio.com/docs/messaging/guides/webhook-request */
export function twilioMessageWebhook(parts: {
  readonly accountSid: string;
  readonly messageSid: string;
  readonly from: string;
  readonly to: string;
  /** Over the fields of a text message. */
  readonly fields?: Fields;
}): Form {
  const { accountSid, messageSid, from, to, fields } = parts;
  return form({
    ToCountry: "US",
    SmsMessageSid: messageSid,
    NumMedia: "0",
    SmsSid: messageSid,
    SmsStatus: "received",
    Body: "",
    To: to,
    NumSegments: "1",
    MessageSid: messageSid,
    AccountSid: accountSid,
    From: from,
    ApiVersion: "2010-04-01",
    ...fields,
  });
}

/** A call's webhook, as Twilio posts it. https://www.twilio.com/docs/voice/twiml#request-parameters */
export function twilioCallWebhook(parts: {
  readonly accountSid: string;
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly direction: "inbound" | "outbound-api";
  readonly status: string;
  readonly reference?: string;
  readonly topic?: string;
  readonly step?: number;
  /** Over the fields every webhook of a call has. */
  readonly fields?: Fields;
}): Form {
  const { accountSid, callSid, from, to, direction, status, reference, topic, step, fields } = parts;
  const query = new URLSearchParams({
    ...(reference === undefined ? {} : { ref: reference }),
    ...(topic === undefined ? {} : { on: topic }),
    ...(step === undefined ? {} : { step: String(step) }),
  }).toString();
  return {
    ...form({
      Called: to,
      ToState: "",
      CallerCountry: "DE",
      Direction: direction,
      CallSid: callSid,
      To: to,
      Caller: from,
      CallStatus: status,
      AccountSid: accountSid,
      From: from,
      ApiVersion: "2010-04-01",
      ...fields,
    }),
    ...(query === "" ? {} : { query }),
  };
}
