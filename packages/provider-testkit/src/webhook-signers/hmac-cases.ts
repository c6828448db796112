import { createHmac, randomBytes } from "node:crypto";
import { eventBody, type WebhookSchemeCase } from "./webhook-signer.js";

const JSON_TYPE = { "content-type": "application/json" } as const;

const standardWebhooks: WebhookSchemeCase = {
  name: "standard-webhooks",
  contract: { strength: "strong", signature: { scheme: "standard-webhooks", secret: "secret", toleranceSeconds: 300 } },
  timed: true,
  create: () => {
    const key = randomBytes(32);
    return {
      credentials: { secret: `whsec_${key.toString("base64")}` },
      sign: (event, { url, nowMs }) => {
        const body = eventBody(event);
        const timestamp = String(Math.floor(nowMs / 1_000));
        const sum = createHmac("sha256", key).update(`${event.id}.${timestamp}.${body}`).digest("base64");
        const headers = { "webhook-id": event.id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${sum}` };
        return { url, headers: { ...JSON_TYPE, ...headers }, body };
      },
    };
  },
};

const hmacBody: WebhookSchemeCase = {
  name: "hmac-body",
  contract: {
    strength: "strong",
    signature: {
      scheme: "hmac-body",
      secret: "secret",
      header: "x-hub-signature-256",
      hash: "sha256",
      encoding: "hex",
      prefix: "sha256=",
    },
  },
  timed: false,
  create: () => {
    const secret = randomBytes(24).toString("hex");
    return {
      credentials: { secret },
      sign: (event, { url }) => {
        const body = eventBody(event);
        const sum = createHmac("sha256", secret).update(body).digest("hex");
        return { url, headers: { ...JSON_TYPE, "x-hub-signature-256": `sha256=${sum}` }, body };
      },
    };
  },
};

const hmacTimestampBody: WebhookSchemeCase = {
  name: "hmac-timestamp-body",
  contract: {
    strength: "strong",
    signature: {
      scheme: "hmac-timestamp-body",
      secret: "secret",
      signatureHeader: "x-signature",
      timestampHeader: "x-timestamp",
      hash: "sha256",
      encoding: "base64",
      separator: ".",
      prefix: "",
      toleranceSeconds: 300,
    },
  },
  timed: true,
  create: () => {
    const secret = randomBytes(24).toString("hex");
    return {
      credentials: { secret },
      sign: (event, { url, nowMs }) => {
        const body = eventBody(event);
        const timestamp = String(Math.floor(nowMs / 1_000));
        const sum = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("base64");
        return { url, headers: { ...JSON_TYPE, "x-timestamp": timestamp, "x-signature": sum }, body };
      },
    };
  },
};

/** Schemes with a shared key over the body. */
export const hmacCases: readonly WebhookSchemeCase[] = [standardWebhooks, hmacBody, hmacTimestampBody];
