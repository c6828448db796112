import type { WebhookSample } from "@plugboard/provider-testkit/conformance";
import { ednaMessageWebhook, ednaStatusWebhook, ednaTemplateWebhook } from "./edna-webhooks.js";

/** Every kind of event edna can deliver. */
export function ednaWebhookSamples(subjectId: number): readonly WebhookSample[] {
  const atMs = Date.parse("2026-11-20T09:30:00Z");
  const at = "2026-11-20T09:30:00Z";
  const inbound = (id: number, content: Readonly<Record<string, unknown>>, repliesTo?: string) =>
    ednaMessageWebhook({ id, from: "35799100901", atMs, subjectId, content, ...(repliesTo ? { repliesTo } : {}) });
  const event = (id: number, type: string) => ({
    type: "message" as const,
    providerMessageId: String(id),
    occurredAt: at,
    from: { kind: "phone" as const, value: "+35799100901" },
    to: ["RETAIL_WA"],
    details: { type, userName: "alex" },
  });
  return [
    {
      name: "text",
      ...inbound(101, { text: "Thank you for your help 🙏" }, "2c2dd5f1-5ad8-449d-9c38-b6bdf288f1e5"),
      events: [
        {
          ...event(101, "TEXT"),
          text: "Thank you for your help 🙏",
          inReplyTo: "2c2dd5f1-5ad8-449d-9c38-b6bdf288f1e5",
        },
      ],
    },
    {
      name: "button",
      ...inbound(102, { text: "In the morning", payload: "slot-morning-0001" }),
      events: [
        {
          ...event(102, "TEXT"),
          text: "In the morning",
          choice: { id: "slot-morning-0001", title: "In the morning" },
        },
      ],
    },
    {
      name: "list-row",
      ...inbound(103, { type: "LIST_PICKER", items: [{ identifier: "01", title: "item 1", subtitle: null }] }),
      events: [
        {
          ...event(103, "LIST_PICKER"),
          choice: { id: "01", title: "item 1" },
          details: {
            type: "LIST_PICKER",
            userName: "alex",
            items: [{ identifier: "01", title: "item 1", subtitle: null }],
          },
        },
      ],
    },
    {
      name: "image",
      ...inbound(104, {
        type: "IMAGE",
        caption: "the door",
        attachment: { url: "https://files.edna.example/files/image.jpg", name: "image.jpg", size: 5_123 },
      }),
      events: [
        {
          ...event(104, "IMAGE"),
          media: [
            {
              kind: "image",
              contentType: "application/octet-stream",
              filename: "image.jpg",
              mediaId: "https://files.edna.example/files/image.jpg",
              caption: "the door",
            },
          ],
        },
      ],
    },
    {
      name: "location",
      ...inbound(105, {
        type: "LOCATION",
        location: { latitude: 34.7, longitude: 33.02, name: "Office", address: null },
      }),
      events: [{ ...event(105, "LOCATION"), location: { latitude: 34.7, longitude: 33.02, name: "Office" } }],
    },
    {
      name: "another-customers-channel",
      ...ednaMessageWebhook({
        id: 106,
        from: "35799100902",
        atMs,
        subjectId: subjectId + 1,
        content: { text: "not yours" },
      }),
      events: [],
    },
    {
      name: "template-status",
      ...ednaTemplateWebhook({ id: 96, name: "offer", status: "APPROVED" }),
      events: [
        {
          type: "conversation",
          event: "template-status",
          details: { templateId: "96", name: "offer", language: "EN", category: "UTILITY", status: "APPROVED" },
        },
      ],
    },
    {
      name: "cancelled-as-equal",
      ...ednaStatusWebhook({ requestId: "msg-cancelled-0001", status: "cancelled", atMs, subjectId }),
      events: [
        {
          type: "delivery-report",
          providerMessageId: "msg-cancelled-0001",
          status: "undelivered",
          occurredAt: at,
          permanence: "soft",
          providerCode: "CANCELLED",
          party: "account",
          retryable: false,
          pricingCategory: "utility",
        },
      ],
    },
    {
      name: "cannot-be-reached",
      ...ednaStatusWebhook({
        requestId: "msg-undelivered-0001",
        status: "undelivered",
        atMs,
        subjectId,
        error: "131026",
      }),
      events: [
        {
          type: "delivery-report",
          providerMessageId: "msg-undelivered-0001",
          status: "undelivered",
          occurredAt: at,
          permanence: "soft",
          providerCode: "131026",
          party: "recipient",
          retryable: false,
          pricingCategory: "utility",
        },
      ],
    },
    {
      name: "stopped-marketing",
      ...ednaStatusWebhook({
        ...{ requestId: "msg-undelivered-0002", status: "undelivered", atMs, subjectId },
        error: "131050",
      }),
      // Of marketing alone, which Meta keeps to: what is no marketing goes on.
      events: [
        {
          ...{ type: "delivery-report", providerMessageId: "msg-undelivered-0002", status: "undelivered" },
          ...{ occurredAt: at, permanence: "soft", providerCode: "131050", party: "recipient", retryable: false },
          pricingCategory: "utility",
        },
      ],
    },
  ];
}
