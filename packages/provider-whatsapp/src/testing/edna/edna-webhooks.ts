import type { DeliveryReport } from "@plugboard/core/spec";
import type { WebhookBody } from "@plugboard/provider-testkit/conformance";

const json = (body: unknown): WebhookBody => ({ contentType: "application/json", body: JSON.stringify(body) });

/** edna's instants have no milliseconds. */
const instant = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

const WORDS: Readonly<Record<DeliveryReport["status"], string>> = {
  sent: "SENT",
  delivered: "DELIVERED",
  read: "READ",
  undelivered: "UNDELIVERED",
  delayed: "ENQUEUED",
  complained: "UNDELIVERED",
};

/** A status of a message, as edna posts it. https://docs-pulse.edna.io/docs/api/callback/get-status */
export function ednaStatusWebhook(parts: {
  readonly requestId: string;
  readonly status: DeliveryReport["status"] | "cancelled";
  readonly atMs: number;
  readonly subjectId: number;
  readonly error?: string;
}): WebhookBody {
  return json({
    requestId: parts.requestId,
    messageId: 8_681_748,
    cascadeId: 11,
    cascadeStageUUID: "001-test001",
    subject: "RETAIL_WA",
    subjectId: parts.subjectId,
    status: parts.status === "cancelled" ? "CANCELLED" : WORDS[parts.status],
    statusAt: instant(parts.atMs),
    error: parts.error ?? null,
    comment: null,
    paymentData: {
      "@type": "WhatsAppConversationPaymentData",
      conversationId: "test0001",
      conversationType: "utility",
      chargeable: true,
      type: "WHATSAPP_CONVERSATION",
    },
  });
}

/** A message of a person, as edna posts it. https://docs-pulse.edna.io/docs/api/callback/get-message */
export function ednaMessageWebhook(parts: {
  readonly id: number | string;
  /** Digits, or E.164. */
  readonly from: string;
  readonly atMs: number;
  readonly subjectId: number;
  /** Over the fields of a text message. */
  readonly content?: Readonly<Record<string, unknown>>;
  readonly repliesTo?: string;
}): WebhookBody {
  return json({
    id: parts.id,
    subject: "RETAIL_WA",
    subjectId: parts.subjectId,
    subscriber: { id: 202, identifier: parts.from.replace(/^\+/, "") },
    userInfo: { userName: "alex", firstName: null, lastName: null, avatarUrl: null },
    messageContent: {
      type: "TEXT",
      attachment: null,
      location: null,
      caption: null,
      text: null,
      payload: null,
      story: null,
      items: null,
      ...parts.content,
    },
    receivedAt: instant(parts.atMs),
    replyOutMessageId: parts.repliesTo === undefined ? null : 5_043_874,
    replyOutMessageExternalRequestId: parts.repliesTo ?? null,
    replyInMessageId: null,
  });
}

/** Templates whose registration changed. https://docs-pulse.edna.io/docs/api/callback/get-status-template */
export function ednaTemplateWebhook(template: {
  readonly id: number;
  readonly name: string;
  readonly status: string;
}): WebhookBody {
  return json([{ ...template, channelType: "WHATSAPP", language: "EN", category: "UTILITY", locked: true }]);
}
