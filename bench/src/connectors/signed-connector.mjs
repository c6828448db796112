import { createListing, createSigningKey, packTarball, signPayload } from "@plugboard/marketplace";

const DAY_MS = 86_400_000;

/** A publisher whose connectors the host trusts, as long as this process lives. */
export function createPublisher() {
  const key = createSigningKey({ fromMs: Date.now() - DAY_MS, untilMs: Date.now() + DAY_MS });
  return {
    trust: { publishers: [{ id: "bench", packages: ["@bench/*"], keys: [key.record] }], needsRevocations: false },
    /** @param {Map<string, Uint8Array>} files @returns {Promise<{ tarball: Uint8Array, listing: string }>} */
    async sign(files) {
      const tarball = await packTarball(files);
      const publisher = { id: "bench", name: "Bench" };
      const listing = await createListing(tarball, { publisher, nowMs: Date.now() });
      return { tarball, listing: signPayload("listing", listing, key.privateKeyPem) };
    },
  };
}
