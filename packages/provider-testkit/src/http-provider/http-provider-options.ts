import type { Idempotency, ProviderManifestInput } from "@plugboard/core/spec";

/** Variations of the plain HTTP provider, for tests that need two of them or one that behaves in another way. */
export interface HttpProviderOptions {
  /** Id in the manifest. @defaultValue `"http"` */
  readonly id?: string;
  /** What the provider does with a second delivery of a message. @defaultValue `"key"` */
  readonly idempotency?: Idempotency["mode"];
  /** Parts of the manifest's limits that differ from the contract's defaults. */
  readonly limits?: ProviderManifestInput["limits"];
  /** Longest time one call may take. Milliseconds. @defaultValue 10,000 */
  readonly timeoutMs?: number;
}
