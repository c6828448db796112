import { TransportFault } from "../transport-fault.js";

/** Connections being made on behalf of one owner, so that they end with it. */
export class DialGroup {
  private readonly attempts = new Set<{ fail(error: unknown): void }>();

  add(attempt: { fail(error: unknown): void }): void {
    this.attempts.add(attempt);
  }

  delete(attempt: { fail(error: unknown): void }): void {
    this.attempts.delete(attempt);
  }

  /** Fails every attempt with code `ECANCELED`. */
  cancel(): void {
    for (const attempt of [...this.attempts]) attempt.fail(new TransportFault("ECANCELED"));
  }
}
