import { createHmac, createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { equalDigests } from "./equal-digests.js";
import { publicKey } from "./public-key.js";

interface JwtHeader {
  readonly alg: "HS256" | "RS256" | "ES256" | "EdDSA";
  readonly kid?: string | undefined;
}

const webKeySchema = z.looseObject({ kty: z.enum(["RSA", "EC", "OKP"]), kid: z.string().optional() });
const webKeysSchema = z.lazy(() =>
  z.union([
    z.object({ keys: z.array(webKeySchema).min(1).max(32) }).transform(({ keys }) => keys),
    webKeySchema.transform((key) => [key]),
  ]),
);
const MOST = 1_024;
const known = new Map<string, readonly { readonly kid: string | undefined; readonly key: KeyObject }[]>();

/**
 * Whether a token was signed with this secret: a shared one for HS256; for the others the provider's public key as PEM, base64 DER, or a JSON
 * Web Key (Set), of which the one the token names is taken. The key has to be of the algorithm's kind, so that a public key is never
 * taken for a shared secret.
 */
export function isSignedBy(secret: string, { alg, kid }: JwtHeader, signed: string, signature: Buffer): boolean {
  if (alg === "HS256") {
    if (keysOf(secret).length > 0) return false;
    return equalDigests(signature, createHmac("sha256", secret).update(signed).digest());
  }
  const data = Buffer.from(signed);
  return keysOf(secret)
    .filter((one) => one.kid === undefined || kid === undefined || one.kid === kid)
    .some(({ key }) => verifyWith(key, alg, data, signature));
}

function verifyWith(key: KeyObject, alg: JwtHeader["alg"], data: Buffer, signature: Buffer): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (alg === "RS256") return type === "rsa" && verify("sha256", data, key, signature);
  if (alg === "EdDSA") return type === "ed25519" && verify(null, data, key, signature);
  return (
    details?.namedCurve === "prime256v1" &&
    signature.length === 64 &&
    verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, signature)
  );
}

/** The public keys in a secret; none when it is a shared one. */
export function keysOf(secret: string): readonly { readonly kid: string | undefined; readonly key: KeyObject }[] {
  const before = known.get(secret);
  if (before !== undefined) return before;
  const keys = secret.trimStart().startsWith("{") ? webKeysOf(secret) : pemOf(secret);
  if (known.size >= MOST) known.clear();
  known.set(secret, keys);
  return keys;
}

function pemOf(secret: string): { kid: string | undefined; key: KeyObject }[] {
  // 32 bytes in base64 may be a shared secret as well as a raw Ed25519 key: here they are the secret.
  const key = Buffer.from(secret, "base64").length === 32 ? undefined : publicKey(secret);
  return key === undefined ? [] : [{ kid: undefined, key }];
}

function webKeysOf(secret: string): { kid: string | undefined; key: KeyObject }[] {
  try {
    const parsed = webKeysSchema.parse(JSON.parse(secret));
    return parsed.map((key) => ({ kid: key.kid, key: createPublicKey({ key, format: "jwk" }) }));
  } catch {
    // Neither a key nor a set of keys: nothing is signed with it.
    return [];
  }
}
