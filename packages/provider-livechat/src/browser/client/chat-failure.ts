/** A request that came to nothing: the server's code, or `OFFLINE` when there was no answer. */
export class ChatFailure extends Error {
  constructor(
    readonly code: string,
    readonly retryAfterMs?: number,
  ) {
    super(code);
  }

  /** Whether the same request may go through later. */
  get isPassing(): boolean {
    return this.code === "OFFLINE" || this.code === "TRY_AGAIN" || this.code === "TOO_MANY";
  }
}
