import { ContactCenterError } from "../spec/errors/contact-center-error.js";

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

/** The code of whatever was thrown; a plugin's own error has none that may be shown. */
export function codeOfFailure(error: unknown): string {
  if (error instanceof HandlingFailure) return error.code;
  return ContactCenterError.isInstance(error) ? error.code : "PARSE_FAILED";
}
