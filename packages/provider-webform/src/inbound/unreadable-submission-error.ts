/** A recorded submission that cannot be read: parked by the host, and read again after an upgrade. */
export class UnreadableSubmissionError extends Error {
  override readonly name = "UnreadableSubmissionError";
  constructor(readonly rawId: string) {
    super(`the submission ${rawId} cannot be read`);
  }
}
