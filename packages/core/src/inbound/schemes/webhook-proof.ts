import type { SignatureScheme } from "../../spec/manifest/webhook-contract.js";

/** What a scheme looks at: the request as it came, before anything was parsed. */
export interface WebhookFacts {
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/**
 * Checks one scheme with one secret, in constant time where secrets are compared. A header that came twice is joined by `, ` and so
 * matches nothing.
 * @returns whether the request was made by someone who knows the secret.
 */
export type VerifyWebhook<Scheme extends SignatureScheme["scheme"]> = (
  facts: WebhookFacts,
  secret: string,
  scheme: Extract<SignatureScheme, { scheme: Scheme }>,
) => boolean;
