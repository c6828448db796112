import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { eventBody, type WebhookSchemeCase, type WebhookSigner } from "./webhook-signer.js";

type Algorithm = "HS256" | "RS256" | "ES256" | "EdDSA";
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function jwtCase(
  algorithm: Algorithm,
  generate: () => { secret: string; seal: (signed: string) => Buffer },
): WebhookSchemeCase {
  return {
    name: `jwt-${algorithm.toLowerCase()}`,
    contract: {
      strength: "strong",
      signature: {
        scheme: "jwt",
        secret: "signingKey",
        algorithms: [algorithm],
        issuer: "Example",
        audience: "plugboard",
        bodyHashClaim: "payload_hash",
        toleranceSeconds: 300,
      },
    },
    timed: true,
    create: (): WebhookSigner => {
      const { secret, seal } = generate();
      return {
        credentials: { signingKey: secret },
        sign: (event, { url, nowMs }) => {
          const body = eventBody(event);
          const iat = Math.floor(nowMs / 1_000);
          const claims = { iss: "Example", aud: "plugboard", iat, exp: iat + 300, jti: event.id };
          const hashed = { ...claims, payload_hash: createHash("sha256").update(body).digest("hex") };
          const signed = `${encode({ alg: algorithm, typ: "JWT" })}.${encode(hashed)}`;
          const authorization = `Bearer ${signed}.${seal(signed).toString("base64url")}`;
          return { url, headers: { "content-type": "application/json", authorization }, body };
        },
      };
    },
  };
}

const pem = (key: KeyObject): string => key.export({ format: "pem", type: "spki" }).toString();
const webKeys = (key: KeyObject): string => JSON.stringify({ keys: [{ ...key.export({ format: "jwk" }), kid: "1" }] });

/** JSON Web Tokens with a hash of the body, by algorithm; the keys come as a shared secret, PEM and JSON Web Key Set. */
export const jwtCases: readonly WebhookSchemeCase[] = [
  jwtCase("HS256", () => {
    const secret = randomBytes(32).toString("base64");
    return { secret, seal: (signed) => createHmac("sha256", secret).update(signed).digest() };
  }),
  jwtCase("RS256", () => {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
    return { secret: webKeys(publicKey), seal: (signed) => sign("sha256", Buffer.from(signed), privateKey) };
  }),
  jwtCase("ES256", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const key = { key: privateKey, dsaEncoding: "ieee-p1363" } as const;
    return { secret: pem(publicKey), seal: (signed) => sign("sha256", Buffer.from(signed), key) };
  }),
  jwtCase("EdDSA", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    return { secret: webKeys(publicKey), seal: (signed) => sign(null, Buffer.from(signed), privateKey) };
  }),
];
