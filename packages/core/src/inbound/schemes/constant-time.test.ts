import type * as NodeCrypto from "node:crypto";
import { webhookSchemeCases } from "@plugboard/provider-testkit";
import { expect, test, vi } from "vitest";
import type { LiveCredentialsV1 } from "../../spec/connection/credentials.js";
import { webhookContractSchema } from "../../spec/manifest/webhook-contract.js";
import { proofsOf, webhookSecrets } from "../webhook/webhook-secrets.js";
import { verifyWebhook } from "./verify-webhook.js";

/** Comparisons that take as long wherever two values differ: Node's own, counted. */
const comparisons = vi.hoisted(() => ({ count: 0 }));
vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof NodeCrypto>();
  const timingSafeEqual: typeof crypto.timingSafeEqual = (left, right) => {
    comparisons.count += 1;
    return crypto.timingSafeEqual(left, right);
  };
  const verify = (
    algorithm: string | null | undefined,
    data: NodeJS.ArrayBufferView,
    key: Parameters<typeof crypto.verify>[2],
    signature: NodeJS.ArrayBufferView,
  ): boolean => {
    comparisons.count += 1;
    return crypto.verify(algorithm, data, key, signature);
  };
  return { ...crypto, timingSafeEqual, verify };
});

const AT = { url: "https://hooks.example.com/api/webhooks/c1", nowMs: Date.parse("2026-11-21T12:00:00Z") };
const ABOUT = {
  acknowledgement: {},
  tryAgainStatus: 503,
  neverAgainStatus: 410,
  retriedForSeconds: 0,
  deduplicationKey: "id",
  documentation: "https://example.com",
};

test.each(webhookSchemeCases.map((one) => [one.name, one] as const))(
  "%s: what proves a post is compared in constant time, for every proof",
  (_name, one) => {
    const signer = one.create();
    const live: LiveCredentialsV1<unknown> = { current: signer.credentials };
    const { url, headers, body } = signer.sign({ id: "1001" }, AT);
    const proofs = proofsOf(webhookContractSchema.parse({ ...one.contract, ...ABOUT }));
    for (const proof of proofs) {
      if (proof.scheme === "none") continue;
      comparisons.count = 0;
      const facts = {
        path: new URL(url).pathname,
        header: (name: string) => headers[name],
        body: Buffer.from(body),
        nowMs: AT.nowMs,
        publicUrls: () => [url],
        setting: () => "from-settings",
      };
      expect(verifyWebhook(proof, facts, webhookSecrets(proof, live, "c1"))).toBe(true);
      // Twilio's JSON has two: the hash its address names, and the signature over the address.
      expect(comparisons.count).toBeGreaterThanOrEqual(url.includes("bodySHA256") ? 2 : 1);
    }
  },
);
