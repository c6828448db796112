import { type Envelope, envelopeSchema, type PayloadKind, payloadTypes } from "./envelope.js";

/** An envelope that is written as ours are, its signature not yet checked. */
export interface ReadEnvelope {
  readonly keyId: string;
  readonly payloadType: Envelope["payloadType"];
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Reads an envelope's text. Only the one way of writing it is taken: a text that says the same in other bytes could hide a change from whoever
 * compares files.
 * @returns undefined when it is not an envelope of this kind.
 */
export function readEnvelope(kind: PayloadKind, text: string): ReadEnvelope | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = envelopeSchema.safeParse(value);
  if (!parsed.success || parsed.data.payloadType !== payloadTypes[kind]) return undefined;
  const { payloadType, payload: encoded, signatures } = parsed.data;
  const [{ keyid, sig }] = signatures;
  const payload = Buffer.from(encoded, "base64");
  const signature = Buffer.from(sig, "base64");
  const same = JSON.stringify({
    payloadType,
    payload: payload.toString("base64"),
    signatures: [{ keyid, sig: signature.toString("base64") }],
  });
  return same === text ? { keyId: keyid, payloadType, payload, signature } : undefined;
}
