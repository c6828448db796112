import {
  type Idempotency,
  type InboundEventInput,
  type InboundEventsV1,
  addressSchema,
  readJsonAnswer,
} from "@plugboard/core/spec";
import { type HttpProviderEvent, webhookBodySchema } from "./http-api-schemas.js";

/** Capabilities `inboundEvents` and `deliveryReports` of the plain HTTP provider. */
export function httpInbound(mode: Idempotency["mode"]): InboundEventsV1 {
  return {
    doParse: (raw) => {
      const body = readJsonAnswer({ status: 200, headers: {}, body: raw.body }, webhookBodySchema);
      return body.events
        .filter((event) => event.type === "status" || event.direction !== "outbound")
        .map((event) => (event.type === "message" ? messageOf(event) : reportOf(event, mode)));
    },
    // Signed with the body, and the same for every repetition of a delivery.
    doDeduplicationKey: (raw) => raw.attributes["header:webhook-id"] ?? "",
  };
}

function messageOf(event: Extract<HttpProviderEvent, { type: "message" }>): InboundEventInput {
  const from = addressSchema.safeParse({ kind: "phone", value: event.from });
  return {
    type: "message",
    providerMessageId: event.id,
    ...(event.sent_at ? { occurredAt: event.sent_at } : {}),
    from: from.success ? from.data : { kind: "unparsed", value: event.from },
    to: [event.to],
    text: event.text,
    ...(event.in_reply_to ? { inReplyTo: event.in_reply_to } : {}),
  };
}

function reportOf(event: Extract<HttpProviderEvent, { type: "status" }>, mode: Idempotency["mode"]): InboundEventInput {
  const failed = event.status === "failed";
  return {
    type: "delivery-report",
    providerMessageId: mode === "callback" ? (event.reference ?? event.message_id) : event.message_id,
    status: event.status === "failed" ? "undelivered" : event.status,
    ...(event.at ? { occurredAt: event.at } : {}),
    ...(failed ? { permanence: event.permanent ? "hard" : "soft", party: "recipient" } : {}),
    ...(event.error_code ? { providerCode: event.error_code } : {}),
  };
}
