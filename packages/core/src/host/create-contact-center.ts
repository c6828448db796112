import type { ContactCenter } from "./contact-center.js";
import type { ContactCenterOptions } from "./contact-center-options.js";

/**
 * Starts a host: opens the store, loads channels, and goes on with everything that was accepted before.
 * @throws {OptionInvalidError} an option is not valid.
 * @throws {ManifestInvalidError} a provider's manifest is not valid.
 * @throws {StoreError} the store cannot be opened; the code says why.
 * @throws {RequestError} `HOOK_FAILED`: a hook of `host-started` failed, and the host is closed again.
 */
export async function createContactCenter(options: ContactCenterOptions): Promise<ContactCenter> {
  warm(options);
  // Loaded with the first host: docs/decisions/2026-11-22-the-first-host-loads-the-engine.md.
  const { makeContactCenter } = await import("../di/make-contact-center.js");
  const center = makeContactCenter(options);
  await options.beforeStart?.(center);
  await center.start(options.providers ?? []);
  return center;
}

/** What the caller gave is checked by the engine; until then it may be anything. */
function warm(options: Partial<ContactCenterOptions> | undefined): void {
  if (typeof options?.store?.warm === "function") options.store.warm();
}
