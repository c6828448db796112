import { declaredCode } from "../policy/declared-code.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { errorCatalog } from "../spec/errors/error-catalog.js";
import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";

/** A step of handling a delivery that failed, by its code: nothing of the delivery is quoted. */
export class HandlingFailure extends Error {
  /**
   * @param lasting - trying again changes nothing: the delivery is parked at once.
   */
  constructor(
    readonly code: string,
    readonly lasting = false,
  ) {
    super(code);
  }
}

/** No handler is there: the delivery waits for the next one. */
export const NO_HANDLER = "NO_HANDLER";

/** The code of whatever was thrown; a plugin's own error has one that may be shown when its manifest declares it. */
export function codeOfFailure(error: unknown, manifest: ProviderManifest | undefined): string {
  if (error instanceof HandlingFailure) return error.code;
  if (ContactCenterError.isInstance(error) && Object.hasOwn(errorCatalog, error.code)) return error.code;
  return declaredCode(error, manifest) ?? "PARSE_FAILED";
}
