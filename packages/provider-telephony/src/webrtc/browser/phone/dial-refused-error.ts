/** A rule of the host says no to what was to be dialled; the message is the rule's own reason. */
export class DialRefusedError extends Error {
  override readonly name = "DialRefusedError";

  /** @param code - the refusal's: `EMERGENCY_NUMBER`, `RECIPIENT_SUPPRESSED`, … */
  constructor(
    readonly code: string,
    reason: string,
  ) {
    super(reason);
  }
}
