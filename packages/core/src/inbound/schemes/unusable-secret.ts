import type { SignatureScheme } from "../../spec/manifest/webhook-contract.js";
import { keysOf } from "./jwt-signature.js";
import { publicKey } from "./public-key.js";
import { standardWebhooksKey } from "./standard-webhooks-key.js";
import { SHORTEST_SECRET } from "./verify-webhook.js";

/** Why nothing can be verified with a secret. */
export type SecretProblem = "missing" | "too-short" | "unreadable";

/** @returns nothing for a secret the scheme can verify with. */
export function unusableSecret(proof: SignatureScheme, secret: unknown): SecretProblem | undefined {
  if (typeof secret !== "string" || secret === "") return "missing";
  if (secret.length < SHORTEST_SECRET) return "too-short";
  return isReadable(proof, secret) ? undefined : "unreadable";
}

function isReadable(proof: SignatureScheme, secret: string): boolean {
  switch (proof.scheme) {
    case "standard-webhooks":
      return standardWebhooksKey(secret) !== undefined;
    case "ecdsa-timestamp-body":
      return publicKey(secret)?.asymmetricKeyDetails?.namedCurve === "prime256v1";
    case "ed25519-timestamp-body":
      return publicKey(secret)?.asymmetricKeyType === "ed25519";
    case "jwt":
      return keysOf(secret).length > 0 !== proof.algorithms.includes("HS256");
    case "basic-auth":
      return secret.includes(":");
    default:
      return true;
  }
}
