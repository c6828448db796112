import type { SignatureScheme } from "../../spec/manifest/webhook-contract.js";

/** What a scheme looks at: the request as it came, before anything was parsed. */
export interface WebhookFacts {
  /** Path as it was sent, not decoded, prefix of the mount included. */
  readonly path: string;
  /** A header field by its lower-case name; one that came twice is joined by `, ` and so matches nothing. */
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** The addresses under which the provider may have called: what schemes that sign the URL have signed. */
  readonly publicUrls: () => readonly string[];
  /** A value of the channel's settings, by its dotted path. */
  readonly setting: (path: string) => unknown;
}

/**
 * Checks one scheme with one secret, in constant time where secrets are compared.
 * @returns whether the request was made by someone who knows the secret.
 */
export type VerifyWebhook<Scheme extends SignatureScheme["scheme"]> = (
  facts: WebhookFacts,
  secret: string,
  scheme: Extract<SignatureScheme, { scheme: Scheme }>,
) => boolean;
