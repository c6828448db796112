import { createSign } from "node:crypto";

/** "The token's lifetime is at most an hour"; Voximplant's own client makes one of 64 seconds per request. */
const LIFETIME_SECONDS = 64;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * The token of one request: a JSON Web Token signed with the service account's key.
 * @see https://voximplant.com/docs/guides/managementapi/authorization
 */
export function signToken(accountId: string, key: { keyId: string; privateKey: string }, nowMs: number): string {
  const iat = Math.floor(nowMs / 1_000);
  const head = encode({ typ: "JWT", alg: "RS256", kid: key.keyId });
  const body = encode({ iss: Number(accountId), iat, exp: iat + LIFETIME_SECONDS });
  const signature = createSign("RSA-SHA256").update(`${head}.${body}`).sign(key.privateKey, "base64url");
  return `${head}.${body}.${signature}`;
}
