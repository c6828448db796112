import { z } from "zod";
import type { SignatureScheme } from "../../spec/manifest/webhook-contract.js";
import { decodeCanonical } from "./decode-canonical.js";
import type { WebhookFacts } from "./webhook-proof.js";

const claimsSchema = z.lazy(() => z.object({ iat: z.number() }));

/**
 * When a request says it was signed. Nobody has checked it: verify with it as the present time, and it is as good as the signature.
 * @returns milliseconds since the epoch; nothing for a scheme without a time, or one that says none.
 */
export function claimedTime(scheme: SignatureScheme, { header }: WebhookFacts): number | undefined {
  switch (scheme.scheme) {
    case "standard-webhooks":
      return inMs(header(`${scheme.headerPrefix ?? "webhook-"}timestamp`));
    case "hmac-timestamp-body":
    case "ecdsa-timestamp-body":
    case "ed25519-timestamp-body":
      return inMs(header(scheme.timestampHeader));
    case "jwt":
      return issuedAt(header("authorization"));
    default:
      return undefined;
  }
}

function inMs(timestamp: string | undefined): number | undefined {
  return timestamp !== undefined && /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1_000 : undefined;
}

function issuedAt(authorization = ""): number | undefined {
  const payload = decodeCanonical(authorization.split(".")[1] ?? "", "base64url");
  if (payload === undefined) return undefined;
  try {
    const claims = claimsSchema.safeParse(JSON.parse(payload.toString("utf8")));
    return claims.success ? claims.data.iat * 1_000 : undefined;
  } catch {
    // Not a token.
    return undefined;
  }
}
