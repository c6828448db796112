import { z } from "zod";
import { isSignature } from "./is-signature.js";
import { sign } from "./sign.js";

const PURPOSE = "plugboard-livechat-identity";
// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const singleLine = z.string().regex(/^[^\u0000-\u001f\u007f\u0085\u2028\u2029]*$/);
const LONGEST = 4_096;

/** Who a website says its visitor is. Personal data. */
export const visitorIdentitySchema = z.strictObject({
  /** The website's own id of the person. */
  id: singleLine.min(1).max(128),
  name: singleLine.min(1).max(128).optional(),
  email: z.email().max(254).optional(),
  /** The signature is of no use afterwards. Milliseconds since the epoch. */
  expiresAtMs: z.int().min(0),
});
export type VisitorIdentity = z.infer<typeof visitorIdentitySchema>;

/**
 * Signs who a visitor is; for the website's server, never for its pages. The result goes into the attribute `identity` of the element.
 * @param identitySecret - as in the channel's credentials.
 */
export function signVisitorIdentity(identitySecret: string, identity: VisitorIdentity): string {
  const payload = Buffer.from(JSON.stringify(visitorIdentitySchema.parse(identity))).toString("base64url");
  return `${payload}.${sign(identitySecret, PURPOSE, payload)}`;
}

/** Reads a signed identity; the signature is checked before anything is parsed. @returns undefined for everything that is not valid now. */
export function readVisitorIdentity(
  signed: string,
  secrets: readonly string[],
  nowMs: number,
): VisitorIdentity | undefined {
  if (signed.length > LONGEST) return undefined;
  const dot = signed.lastIndexOf(".");
  const payload = signed.slice(0, Math.max(0, dot));
  const signature = signed.slice(dot + 1);
  if (!secrets.some((secret) => isSignature(signature, sign(secret, PURPOSE, payload)))) return undefined;
  const parsed = visitorIdentitySchema.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  return parsed.success && parsed.data.expiresAtMs > nowMs ? parsed.data : undefined;
}
