import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import { edna } from "../../edna/index.js";
import { EDNA_MESSAGES } from "./edna-message-samples.js";
import { ednaWebhookSamples } from "./edna-webhook-samples.js";
import { ednaMessageWebhook, ednaStatusWebhook } from "./edna-webhooks.js";
import { startEdnaSimulator } from "./start-edna-simulator.js";

const SUBJECT_ID = 345;
const CASCADE_ID = 31_634;
const FILES_ORIGIN = "https://files.edna.example";
const PICTURE = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254, 13, 10]);
const credentialsSchema = z.object({ apiKey: z.string(), webhookKey: z.string(), webhookPathSecret: z.string() });
const taken = z.object({ requestId: z.string().optional(), messageId: z.string().optional() });

/** edna for the conformance kit. */
export const ednaConformance: ProviderFixtures = {
  provider: edna,
  packageName: "@plugboard/provider-whatsapp",
  connect: (origin) => ({
    settings: {
      cascadeId: CASCADE_ID,
      subjectId: SUBJECT_ID,
      sender: "RETAIL_WA",
      countries: ["CY"],
      filesUrl: `${FILES_ORIGIN}/files`,
    },
    redirects: { "https://app.edna.io": origin, [FILES_ORIGIN]: origin },
  }),
  credentials: {
    apiKey: "7f0c2a55-simulated-edna-api-key",
    webhookKey: "simulated-edna-webhook-key-0001",
    webhookPathSecret: "cGF0aC1zZWNyZXQtb2YtYS10ZXN0",
  },
  otherCredentials: {
    apiKey: "11d5e0aa-another-edna-api-key",
    webhookKey: "another-edna-webhook-key-0002",
    webhookPathSecret: "YW5vdGhlci1wYXRoLXNlY3JldDAy",
  },
  startSimulator: ({ credentials }) => {
    const { apiKey, webhookKey } = credentialsSchema.parse(credentials);
    return startEdnaSimulator({
      apiKey,
      webhookKey,
      cascadeId: CASCADE_ID,
      subjectId: SUBJECT_ID,
      files: { "picture.png": { bytes: PICTURE, contentType: "image/png" } },
    });
  },
  messages: EDNA_MESSAGES,
  faults: {
    protocol: "http",
    // https://docs-pulse.edna.io/docs/api/messages/errorcodes
    suppressions: {
      none: "edna's answers to a request are about the request; what becomes of a person's message is a status",
    },
    receiptOf: ({ idempotencyKey }) => ({ status: 200, body: JSON.stringify({ requestId: idempotencyKey }) }),
    keyOf: (_head, body) => {
      if (body.length === 0) return undefined;
      const parsed = taken.safeParse(JSON.parse(Buffer.from(body).toString("utf8")) as unknown);
      return parsed.success ? (parsed.data.requestId ?? parsed.data.messageId) : undefined;
    },
  },
  webhooks: {
    samples: ednaWebhookSamples(SUBJECT_ID),
    sign: ({ url, credentials }) => {
      const { webhookKey, webhookPathSecret } = credentialsSchema.parse(credentials);
      const address = new URL(url);
      address.pathname = `${address.pathname.replace(/\/$/, "")}/${webhookPathSecret}`;
      return { headers: { "x-api-key": webhookKey }, url: address.href };
    },
    message: ({ providerMessageId, from, text, occurredAtMs }) =>
      ednaMessageWebhook({
        id: providerMessageId,
        from,
        atMs: occurredAtMs,
        subjectId: SUBJECT_ID,
        content: { text },
      }),
    reports: {
      statuses: ["sent", "delivered", "read", "undelivered"],
      body: ({ message, status, occurredAtMs }) =>
        ednaStatusWebhook({ requestId: message.id, status, atMs: occurredAtMs, subjectId: SUBJECT_ID }),
    },
    handshakes: [{ method: "HEAD", query: "", answer: { status: 200 } }],
  },
  capabilities: {
    templates: {
      expected: [
        {
          name: "81",
          language: "EN",
          status: "approved",
          category: "utility",
          parameters: { header: 1, body: 2 },
        },
        { name: "96", language: "EN", status: "pending", category: "marketing", parameters: { header: 0, body: 0 } },
      ],
    },
    media: { bytes: PICTURE, contentType: "image/png", mediaId: `${FILES_ORIGIN}/files/picture.png` },
    subjectRights: { address: "+35799100201", results: { access: "done", erase: "manual" } },
    webhookRegistration: { url: "https://host.example.com/webhooks/channel-1/cGF0aC1zZWNyZXQtb2YtYS10ZXN0" },
  },
};
