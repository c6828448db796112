import { z } from "zod";

/** What a signature is for: one made for a listing is no signature of an index. */
export const payloadTypes = {
  listing: "application/vnd.plugboard.listing.v1+json",
  evidence: "application/vnd.plugboard.evidence.v1+json",
  index: "application/vnd.plugboard.index.v1+json",
  revocations: "application/vnd.plugboard.revocations.v1+json",
} as const;
export type PayloadKind = keyof typeof payloadTypes;

/** SHA-256 of the raw public key, lower-case hex. */
export const keyIdSchema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Signed data in the envelope of DSSE 1.0 (https://github.com/secure-systems-lab/dsse): the payload travels as the very bytes that were signed,
 * so nothing depends on how somebody writes JSON.
 */
export const envelopeSchema = z.strictObject({
  payloadType: z.enum(Object.values(payloadTypes)),
  /** Base64 of the payload's UTF-8 JSON. */
  payload: z.string().min(1),
  signatures: z.tuple([z.strictObject({ keyid: keyIdSchema, sig: z.string().length(88) })]),
});
export type Envelope = z.infer<typeof envelopeSchema>;
