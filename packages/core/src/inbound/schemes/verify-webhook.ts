import type { SignatureScheme } from "../../spec/manifest/webhook-contract.js";
import { verifyBasicAuth } from "./basic-auth.js";
import { verifyHmacBody } from "./hmac-body.js";
import { verifyHmacTimestampBody } from "./hmac-timestamp-body.js";
import { verifySecretHeader } from "./secret-header.js";
import { verifySecretPath } from "./secret-path.js";
import { verifyStandardWebhooks } from "./standard-webhooks.js";
import type { WebhookFacts } from "./webhook-proof.js";

/** Shorter ones are guessed: an empty secret must never verify anything. */
const SHORTEST_SECRET = 8;

/**
 * Checks a request with one scheme and every live secret (two during a rotation).
 * A scheme this version has no verifier for lets nothing in.
 */
export function verifyWebhook(scheme: SignatureScheme, facts: WebhookFacts, secrets: readonly string[]): boolean {
  return secrets.some((secret) => secret.length >= SHORTEST_SECRET && verifyOne(scheme, facts, secret));
}

function verifyOne(scheme: SignatureScheme, facts: WebhookFacts, secret: string): boolean {
  switch (scheme.scheme) {
    case "standard-webhooks":
      return verifyStandardWebhooks(facts, secret, scheme);
    case "hmac-body":
      return verifyHmacBody(facts, secret, scheme);
    case "hmac-timestamp-body":
      return verifyHmacTimestampBody(facts, secret, scheme);
    case "secret-header":
      return verifySecretHeader(facts, secret, scheme);
    case "basic-auth":
      return verifyBasicAuth(facts, secret, scheme);
    case "secret-path":
      return verifySecretPath(facts, secret, scheme);
    case "twilio":
    case "ecdsa-timestamp-body":
    case "ed25519-timestamp-body":
    case "jwt":
    case "md5-callback-hash":
    case "none":
      return false;
  }
}
