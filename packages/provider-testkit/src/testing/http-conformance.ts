import { z } from "zod";
import type { ProviderFixtures } from "../conformance/provider-fixtures.js";
import { createHttpProvider } from "../http-provider/create-http-provider.js";
import type { HttpProviderEvent } from "../http-provider/http-api-schemas.js";
import { httpProviderCredentialsSchema } from "../http-provider/http-provider-credentials.js";
import { signHttpWebhook } from "../http-provider/sign-http-webhook.js";
import { startHttpSimulator } from "./start-http-simulator.js";

type Mode = NonNullable<Parameters<typeof createHttpProvider>[0]>["idempotency"];

const OWN_NUMBER = "+4930555000111";
const SENT_AT = "2026-01-02T03:04:05Z";
const contentType = "application/json";
const bodyOf = (...events: HttpProviderEvent[]) => ({ contentType, body: JSON.stringify({ events }) });
const textOf = (body: string | Uint8Array): string => Buffer.from(body).toString("utf8");

/** The plain HTTP provider for the conformance kit, in one of its variations. */
export function httpConformance(mode: Exclude<Mode, undefined> = "key"): ProviderFixtures {
  return {
    provider: createHttpProvider(mode === "key" ? {} : { id: `http-${mode}`, idempotency: mode }),
    packageName: "@plugboard/provider-testkit",
    connect: (origin) => ({ settings: { baseUrl: origin, countries: ["DE"] } }),
    credentials: { apiKey: "key-of-the-account-1", webhookSecret: `whsec_${Buffer.alloc(24, 7).toString("base64")}` },
    otherCredentials: {
      apiKey: "key-of-another-account",
      webhookSecret: `whsec_${Buffer.alloc(24, 9).toString("base64")}`,
    },
    startSimulator: ({ credentials }) => {
      const { apiKey } = z.object({ apiKey: z.string() }).parse(credentials);
      return startHttpSimulator({ apiKey, honoursKeys: mode === "key" });
    },
    messages: [
      {
        name: "text",
        features: ["text"],
        message: {
          recipients: [{ address: { kind: "phone", value: "+4915211223344" } }],
          content: { type: "text", text: ' Grüße 👋\r\n\u2028 \\" <b>&amp; ' },
        },
      },
      {
        name: "reply",
        features: ["reply-context"],
        message: {
          recipients: [{ address: { kind: "phone", value: "+4915211223355" } }],
          content: { type: "text", text: "Ihre Frage vom Dienstag" },
          replyToProviderMessageId: "in-7-8f1b2c3d",
        },
      },
      {
        name: "sender",
        features: ["sender-choice"],
        message: {
          recipients: [{ address: { kind: "phone", value: "+4915211223366" } }],
          sender: { kind: "phone", value: "+4930998877665" },
          content: { type: "text", text: "Von der Zentrale" },
        },
      },
    ],
    faults: {
      protocol: "http",
      receiptOf: ({ id, idempotencyKey, atMs }) => ({
        status: 201,
        body: JSON.stringify({
          id: mode === "callback" ? (idempotencyKey ?? id) : id,
          received_at: new Date(atMs).toISOString(),
        }),
      }),
      suppressions: [
        {
          name: "opted-out",
          status: 422,
          body: JSON.stringify({ error: { code: "recipient_opted_out" } }),
          suppress: "opt-out",
        },
      ],
    },
    webhooks: {
      samples: [
        {
          name: "message",
          ...bodyOf({
            type: "message",
            id: "in-1",
            from: "+4915299887766",
            to: OWN_NUMBER,
            text: " Wann öffnen Sie? ",
            sent_at: SENT_AT,
            in_reply_to: "m-1",
          }),
          events: [
            {
              type: "message",
              providerMessageId: "in-1",
              occurredAt: SENT_AT,
              from: { kind: "phone", value: "+4915299887766" },
              to: [OWN_NUMBER],
              text: " Wann öffnen Sie? ",
              inReplyTo: "m-1",
            },
          ],
        },
        {
          name: "two-at-once",
          ...bodyOf(
            { type: "message", id: "in-8", from: "+4915299887766", to: OWN_NUMBER, text: "Und am Samstag?" },
            { type: "message", id: "in-9", from: "+4915299887755", to: OWN_NUMBER, text: "Guten Morgen, Herr Wirt" },
          ),
          events: [
            {
              type: "message",
              providerMessageId: "in-8",
              from: { kind: "phone", value: "+4915299887766" },
              to: [OWN_NUMBER],
              text: "Und am Samstag?",
            },
            {
              type: "message",
              providerMessageId: "in-9",
              from: { kind: "phone", value: "+4915299887755" },
              to: [OWN_NUMBER],
              text: "Guten Morgen, Herr Wirt",
            },
          ],
        },
        {
          name: "status-failed",
          ...bodyOf({
            type: "status",
            message_id: "m-9",
            status: "failed",
            at: SENT_AT,
            error_code: "17",
            permanent: true,
          }),
          events: [
            {
              type: "delivery-report",
              providerMessageId: "m-9",
              status: "undelivered",
              occurredAt: SENT_AT,
              permanence: "hard",
              party: "recipient",
              providerCode: "17",
            },
          ],
        },
        { name: "nothing", ...bodyOf(), events: [] },
      ],
      sign: ({ credentials, deliveryId, signedAtMs, body }) => {
        const { webhookSecret } = httpProviderCredentialsSchema.parse(credentials);
        const timestampSeconds = Math.floor(signedAtMs / 1_000);
        const { "content-type": _, ...headers } = signHttpWebhook({
          secret: webhookSecret,
          id: deliveryId,
          timestampSeconds,
          body: textOf(body),
        });
        return { headers };
      },
      message: ({ providerMessageId, from, text, occurredAtMs }) =>
        bodyOf({
          type: "message",
          id: providerMessageId,
          from,
          to: OWN_NUMBER,
          text,
          sent_at: new Date(occurredAtMs).toISOString(),
        }),
      reports: {
        statuses: ["sent", "delivered", "read", "undelivered"],
        body: ({ message, status, occurredAtMs }) =>
          bodyOf({
            type: "status",
            message_id: message.id,
            reference: message.idempotencyKey,
            status: status === "undelivered" ? "failed" : status === "sent" || status === "read" ? status : "delivered",
            at: new Date(occurredAtMs).toISOString(),
          }),
      },
      echo: ({ id, to }) =>
        bodyOf({ type: "message", id, from: OWN_NUMBER, to, text: "Ihr Termin steht", direction: "outbound" }),
    },
  };
}
