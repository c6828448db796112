import type { SignatureScheme } from "../../spec/manifest/webhook-contract.js";
import { verifyBasicAuth } from "./basic-auth.js";
import { verifyEcdsaTimestampBody } from "./ecdsa-timestamp-body.js";
import { verifyEd25519TimestampBody } from "./ed25519-timestamp-body.js";
import { verifyHmacBody } from "./hmac-body.js";
import { verifyHmacTimestampBody } from "./hmac-timestamp-body.js";
import { verifyJwt } from "./jwt.js";
import { verifyMd5CallbackHash } from "./md5-callback-hash.js";
import { verifySecretHeader } from "./secret-header.js";
import { verifySecretPath } from "./secret-path.js";
import { verifyStandardWebhooks } from "./standard-webhooks.js";
import { verifyTwilio } from "./twilio.js";
import type { WebhookFacts } from "./webhook-proof.js";

/** Characters. Shorter ones are guessed: an empty secret must never verify anything. */
export const SHORTEST_SECRET = 8;

/**
 * Checks a request with one scheme and every live secret (two during a rotation).
 * "none" lets nothing in: it stands beside a second factor that does.
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
      return verifyTwilio(facts, secret, scheme);
    case "ecdsa-timestamp-body":
      return verifyEcdsaTimestampBody(facts, secret, scheme);
    case "ed25519-timestamp-body":
      return verifyEd25519TimestampBody(facts, secret, scheme);
    case "jwt":
      return verifyJwt(facts, secret, scheme);
    case "md5-callback-hash":
      return verifyMd5CallbackHash(facts, secret, scheme);
    case "none":
      return false;
  }
}
