import { z } from "zod";

const headerNameSchema = z.string().regex(/^[a-z0-9-]+$/);
const toleranceSecondsSchema = z.int().min(1).max(86_400).default(300);
const encodingSchema = z.enum(["hex", "base64"]);

/**
 * How a webhook proves where it comes from, as data; the core verifies it, in constant time, on the raw bytes and before any
 * parsing. `secret` names the key of the channel's credentials that holds the secret or public key.
 */
export const signatureSchemeSchema = z.discriminatedUnion("scheme", [
  /** https://www.standardwebhooks.com: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
  z.strictObject({
    scheme: z.literal("standard-webhooks"),
    secret: z.string(),
    toleranceSeconds: toleranceSecondsSchema,
  }),
  /** HMAC over the raw body, e.g. Meta's `x-hub-signature-256: sha256=<hex>`. */
  z.strictObject({
    scheme: z.literal("hmac-body"),
    secret: z.string(),
    header: headerNameSchema,
    hash: z.enum(["sha1", "sha256", "sha512"]),
    encoding: encodingSchema,
    prefix: z.string().default(""),
  }),
  /** HMAC over timestamp, separator and raw body, each in a header. */
  z.strictObject({
    scheme: z.literal("hmac-timestamp-body"),
    secret: z.string(),
    signatureHeader: headerNameSchema,
    timestampHeader: headerNameSchema,
    hash: z.enum(["sha256", "sha512"]),
    encoding: encodingSchema,
    separator: z.string().default("."),
    prefix: z.string().default(""),
    toleranceSeconds: toleranceSecondsSchema,
  }),
  /** Twilio: HMAC-SHA1 over URL and sorted form fields, `bodySHA256` for JSON. */
  z.strictObject({ scheme: z.literal("twilio"), secret: z.string() }),
  /** ECDSA P-256 over timestamp and raw body (SendGrid). */
  z.strictObject({
    scheme: z.literal("ecdsa-timestamp-body"),
    secret: z.string(),
    signatureHeader: headerNameSchema,
    timestampHeader: headerNameSchema,
    toleranceSeconds: toleranceSecondsSchema,
  }),
  /** Ed25519 over `timestamp|body` (Telnyx). */
  z.strictObject({
    scheme: z.literal("ed25519-timestamp-body"),
    secret: z.string(),
    signatureHeader: headerNameSchema,
    timestampHeader: headerNameSchema,
    toleranceSeconds: toleranceSecondsSchema,
  }),
  /** A JSON Web Token in `authorization`, with an optional hash of the body in a claim (Vonage, Google). */
  z.strictObject({
    scheme: z.literal("jwt"),
    secret: z.string(),
    algorithms: z.array(z.enum(["HS256", "RS256", "ES256", "EdDSA"])).min(1),
    issuer: z.string().optional(),
    audience: z.string().optional(),
    bodyHashClaim: z.string().optional(),
    toleranceSeconds: toleranceSecondsSchema,
  }),
  z.strictObject({ scheme: z.literal("basic-auth"), secret: z.string() }),
  z.strictObject({ scheme: z.literal("secret-header"), secret: z.string(), header: headerNameSchema }),
  /** A secret part of the webhook's path. */
  z.strictObject({ scheme: z.literal("secret-path"), secret: z.string() }),
  /** Voximplant: md5 of salt, account and key; does not cover the body. */
  z.strictObject({ scheme: z.literal("md5-callback-hash"), secret: z.string() }),
  /** The provider signs nothing; only `secondFactor` stands between the endpoint and a forger. */
  z.strictObject({ scheme: z.literal("none") }),
]);
export type SignatureScheme = z.infer<typeof signatureSchemeSchema>;

/** What a provider's webhooks look like from outside: signature, answers, retries, deduplication. */
export const webhookContractSchema = z.strictObject({
  signature: signatureSchemeSchema,
  /** `strong` covers the body; `weak` does not, is shown as such, and needs `secondFactor`. */
  strength: z.enum(["strong", "weak"]),
  /** A further proof for weak schemes. */
  secondFactor: signatureSchemeSchema.optional(),
  /** Answer to an accepted event. */
  acknowledgement: z.strictObject({
    status: z.int().min(200).max(299).default(200),
    contentType: z.string().optional(),
    body: z.string().default(""),
  }),
  /** Status that makes the provider send again; used while the store is down. */
  tryAgainStatus: z.int().min(400).max(599),
  /** Status that makes it never send again. */
  neverAgainStatus: z.int().min(200).max(599),
  /** How long the provider keeps retrying, in seconds: the deduplication record outlives it. */
  retriedForSeconds: z.int().min(0),
  /** In words: what makes two deliveries one event (`"id of the status"`); the plugin returns it per event. */
  deduplicationKey: z.string().min(1),
  /** HTTP methods of a handshake that is answered without an event: Meta's GET challenge, edna's HEAD. */
  handshake: z.array(z.enum(["GET", "HEAD", "POST"])).default([]),
  /** Header fields recorded with a delivery, for the plugin to read; `doParse` finds them as `header:<name>`. */
  recordedHeaders: z.array(headerNameSchema).max(16).default([]),
  maxBodyBytes: z.int().min(1).max(104_857_600).default(1_048_576),
  documentation: z.url(),
});
export type WebhookContract = z.infer<typeof webhookContractSchema>;
