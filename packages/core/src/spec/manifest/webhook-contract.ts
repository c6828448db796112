import { z } from "zod";
import { urlSchema } from "../url.js";

const headerNameSchema = z.string().regex(/^[a-z0-9-]+$/);
const toleranceSecondsSchema = z.int().min(1).max(86_400).default(300);
const encodingSchema = z.enum(["hex", "base64"]);

/** A value every channel has of its own: by its dotted path in the channel's settings. */
const fromSettingSchema = z.lazy(() => z.strictObject({ setting: z.string().min(1) }));

/**
 * How a webhook proves where it comes from, as data; the core verifies it, in constant time, on the raw bytes and before any
 * parsing. `secret` names the key of the channel's credentials that holds the secret or public key.
 */
export const signatureSchemeSchema = z.lazy(() =>
  z.discriminatedUnion("scheme", [
    /** https://www.standardwebhooks.com: `webhook-id`, `webhook-timestamp`, `webhook-signature`; whoever sends by Svix says `svix-` instead. */
    z.strictObject({
      scheme: z.literal("standard-webhooks"),
      secret: z.string(),
      headerPrefix: z.enum(["webhook-", "svix-"]).optional(),
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
    /** Twilio: `x-twilio-signature`, HMAC-SHA1 over URL and sorted form fields, `bodySHA256` for JSON. */
    z.strictObject({ scheme: z.literal("twilio"), secret: z.string() }),
    /** ECDSA P-256 over timestamp and raw body (SendGrid); the secret is the provider's public key. */
    z.strictObject({
      scheme: z.literal("ecdsa-timestamp-body"),
      secret: z.string(),
      signatureHeader: headerNameSchema,
      timestampHeader: headerNameSchema,
      toleranceSeconds: toleranceSecondsSchema,
    }),
    /** Ed25519 over `timestamp|body` (Telnyx); the secret is the provider's public key. */
    z.strictObject({
      scheme: z.literal("ed25519-timestamp-body"),
      secret: z.string(),
      signatureHeader: headerNameSchema,
      timestampHeader: headerNameSchema,
      toleranceSeconds: toleranceSecondsSchema,
    }),
    /**
     * A JSON Web Token in `authorization` (Vonage, Google). `secret`: the shared one for HS256, else PEM or a JSON Web Key (Set). `iat` has to
     * lie within the tolerance. Weak without `bodyHashClaim`, the claim with the hex SHA-256 of the body.
     */
    z.strictObject({
      scheme: z.literal("jwt"),
      secret: z.string(),
      algorithms: z
        .array(z.enum(["HS256", "RS256", "ES256", "EdDSA"]))
        .min(1)
        // One secret for both kinds would let a public key be used as the shared one.
        .refine((all) => !all.includes("HS256") || all.every((one) => one === "HS256"), "HS256 goes with no other"),
      issuer: z.string().optional(),
      audience: z.union([z.string(), fromSettingSchema]).optional(),
      /** Further claims that have to be so, e.g. Google's `email` of the service account. */
      claims: z.record(z.string(), z.union([z.string(), fromSettingSchema])).optional(),
      bodyHashClaim: z.string().optional(),
      toleranceSeconds: toleranceSecondsSchema,
    }),
    z.strictObject({ scheme: z.literal("basic-auth"), secret: z.string() }),
    z.strictObject({ scheme: z.literal("secret-header"), secret: z.string(), header: headerNameSchema }),
    /** A secret part of the webhook's path. */
    z.strictObject({ scheme: z.literal("secret-path"), secret: z.string() }),
    /** Voximplant: md5 of salt (`secret`), account, API key and callback id; keys of the credentials. Does not cover the body. */
    z.strictObject({
      scheme: z.literal("md5-callback-hash"),
      secret: z.string(),
      accountId: z.string(),
      apiKey: z.string(),
    }),
    /** The provider signs nothing; only `secondFactor` stands between the endpoint and a forger. */
    z.strictObject({ scheme: z.literal("none") }),
  ]),
);
export type SignatureScheme = z.infer<typeof signatureSchemeSchema>;

/** Whether the proof covers the body: without that a captured one carries any other body. */
function coversBody(proof: SignatureScheme): boolean {
  switch (proof.scheme) {
    case "jwt":
      return proof.bodyHashClaim !== undefined;
    case "basic-auth":
    case "secret-header":
    case "secret-path":
    case "md5-callback-hash":
    case "none":
      return false;
    default:
      return true;
  }
}

/** What a provider's webhooks look like from outside: signature, answers, retries, deduplication. */
export const webhookContractSchema = z.lazy(() =>
  z
    .strictObject({
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
      /**
       * A GET handshake that core answers: the query field with the token, compared in constant time with the credential `secret`, and the one
       * with the challenge that is sent back. Without it the plugin's `doHandshake` answers.
       */
      handshakeChallenge: z
        .strictObject({ tokenField: z.string().min(1), secret: z.string().min(1), challengeField: z.string().min(1) })
        .optional(),
      /** Header fields recorded with a delivery, for the plugin to read; `doParse` finds them as `header:<name>`. */
      recordedHeaders: z.array(headerNameSchema).max(16).default([]),
      maxBodyBytes: z.int().min(1).max(104_857_600).default(1_048_576),
      documentation: urlSchema,
    })
    .superRefine(({ signature, secondFactor, strength }, context) => {
      const problem = (path: string, message: string) => {
        context.addIssue({ code: "custom", path: [path], message });
      };
      if (strength === "strong" && !coversBody(signature))
        problem("strength", "this signature does not cover the body");
      if (secondFactor?.scheme === "none") problem("secondFactor", "none is no proof");
      if (secondFactor !== undefined && JSON.stringify(secondFactor) === JSON.stringify(signature))
        problem("secondFactor", "the same proof twice is one");
    }),
);
export type WebhookContract = z.infer<typeof webhookContractSchema>;
