import { createHash } from "node:crypto";
import { z } from "zod";
import { decodeCanonical } from "./decode-canonical.js";
import { equalDigests } from "./equal-digests.js";
import { isSignedBy } from "./jwt-signature.js";
import type { VerifyWebhook, WebhookFacts } from "./webhook-proof.js";

const PREFIX = "Bearer ";
const LONGEST = 8_192;
/** How far a clock may be behind the other where a token says until when it holds. Seconds. */
const LEEWAY_SECONDS = 60;

const headerSchema = z.lazy(() =>
  z.object({
    alg: z.enum(["HS256", "RS256", "ES256", "EdDSA"]),
    kid: z.string().max(200).optional(),
    // Extensions that must be understood: none is.
    crit: z.undefined().optional(),
  }),
);
const claimsSchema = z.lazy(() =>
  z.looseObject({
    iat: z.number(),
    exp: z.number().optional(),
    nbf: z.number().optional(),
    iss: z.string().optional(),
    aud: z.union([z.string(), z.array(z.string())]).optional(),
  }),
);
type Claims = z.infer<typeof claimsSchema>;
type JwtScheme = Parameters<VerifyWebhook<"jwt">>[2];

/**
 * A JSON Web Token (RFC 7519) in `authorization: Bearer`. Which algorithms count says the manifest, never the token alone; the signature
 * is checked before a claim is read.
 * @see https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks
 * @see https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions
 */
export const verifyJwt: VerifyWebhook<"jwt"> = (facts, secret, scheme) => {
  const given = facts.header("authorization");
  if (given?.startsWith(PREFIX) !== true || given.length > LONGEST) return false;
  const parts = given.slice(PREFIX.length).split(".");
  if (parts.length !== 3) return false;
  const [head = "", payload = "", signature = ""] = parts;
  const header = headerSchema.safeParse(readPart(head));
  const signatureBytes = decodeCanonical(signature, "base64url");
  if (!header.success || signatureBytes === undefined || !scheme.algorithms.includes(header.data.alg)) return false;
  if (!isSignedBy(secret, header.data, `${head}.${payload}`, signatureBytes)) return false;
  const claims = claimsSchema.safeParse(readPart(payload));
  return claims.success && isCurrent(claims.data, scheme, facts.nowMs) && isForUs(claims.data, scheme, facts);
};

function isCurrent({ iat, exp, nbf }: Claims, { toleranceSeconds }: JwtScheme, nowMs: number): boolean {
  const now = nowMs / 1_000;
  if (Math.abs(now - iat) > toleranceSeconds) return false;
  if (exp !== undefined && now > exp + LEEWAY_SECONDS) return false;
  return nbf === undefined || now >= nbf - LEEWAY_SECONDS;
}

function isForUs(claims: Claims, scheme: JwtScheme, { body, setting }: WebhookFacts): boolean {
  const expected = (value: JwtScheme["audience"]): unknown =>
    typeof value === "object" ? setting(value.setting) : value;
  if (scheme.issuer !== undefined && claims.iss !== scheme.issuer) return false;
  if (scheme.audience !== undefined) {
    const audience = expected(scheme.audience);
    const named = typeof claims.aud === "string" ? [claims.aud] : (claims.aud ?? []);
    if (typeof audience !== "string" || audience === "" || !named.includes(audience)) return false;
  }
  for (const [name, value] of Object.entries(scheme.claims ?? {})) {
    const wanted = expected(value);
    if (typeof wanted !== "string" || wanted === "" || String(claims[name]) !== wanted) return false;
  }
  if (scheme.bodyHashClaim === undefined) return true;
  const hash = claims[scheme.bodyHashClaim];
  return typeof hash === "string" && equalDigests(hash, createHash("sha256").update(body).digest("hex"));
}

function readPart(part: string): unknown {
  const bytes = decodeCanonical(part, "base64url");
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    // Not a token.
    return undefined;
  }
}
