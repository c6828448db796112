import { createHash } from "node:crypto";
import { z } from "zod";
import { exceedsJsonLimits } from "../webhook/exceeds-json-limits.js";
import { equalDigests } from "./equal-digests.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** Callbacks in one request at most. */
const MOST = 1_000;

const bodySchema = z.lazy(() =>
  z.object({
    callbacks: z
      .array(z.object({ callback_id: z.union([z.int(), z.string().min(1).max(64)]), hash: z.string().max(64) }))
      .min(1)
      .max(MOST),
  }),
);

/**
 * Voximplant: each callback of the body carries `md5(salt + account id + API key + callback id)`; the secret is the first three, joined. Weak:
 * it covers nothing but the id, so the second factor is checked before this reads the body, which it has to.
 * @see https://voximplant.com/docs/references/httpapi/structures/accountcallback
 */
export const verifyMd5CallbackHash: VerifyWebhook<"md5-callback-hash"> = ({ body }, secret) => {
  if (exceedsJsonLimits(body)) return false;
  const parsed = bodySchema.safeParse(readJson(body));
  if (!parsed.success) return false;
  let proven = true;
  for (const { callback_id: id, hash } of parsed.data.callbacks) {
    const expected = createHash("md5")
      .update(secret + String(id))
      .digest("hex");
    if (!equalDigests(hash, expected)) proven = false;
  }
  return proven;
};

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    // Not JSON, so it carries no hash.
    return undefined;
  }
}
