import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { eventBody, type WebhookSchemeCase } from "./webhook-signer.js";

const headers = { signatureHeader: "x-signature", timestampHeader: "x-timestamp", toleranceSeconds: 300 } as const;
const baseOf = (key: KeyObject): string => key.export({ format: "der", type: "spki" }).toString("base64");

function timestamped(
  scheme: "ecdsa-timestamp-body" | "ed25519-timestamp-body",
  separator: string,
  hash: "sha256" | null,
  generate: () => { publicKey: KeyObject; privateKey: KeyObject },
): WebhookSchemeCase {
  return {
    name: scheme,
    contract: { strength: "strong", signature: { scheme, secret: "publicKey", ...headers } },
    timed: true,
    create: () => {
      const { publicKey, privateKey } = generate();
      return {
        credentials: { publicKey: baseOf(publicKey) },
        sign: (event, { url, nowMs }) => {
          const body = eventBody(event);
          const timestamp = String(Math.floor(nowMs / 1_000));
          const signature = sign(hash, Buffer.from(timestamp + separator + body), privateKey).toString("base64");
          const sent = { "content-type": "application/json", "x-timestamp": timestamp, "x-signature": signature };
          return { url, headers: sent, body };
        },
      };
    },
  };
}

/** Schemes with the provider's private key over time and body: SendGrid's and Telnyx's. */
export const publicKeyCases: readonly WebhookSchemeCase[] = [
  timestamped("ecdsa-timestamp-body", "", "sha256", () => generateKeyPairSync("ec", { namedCurve: "prime256v1" })),
  timestamped("ed25519-timestamp-body", "|", null, () => generateKeyPairSync("ed25519")),
];
