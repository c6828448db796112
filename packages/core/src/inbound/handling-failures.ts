import { HandlingFailure, NO_HANDLER } from "./handling-failure.js";

/** Failures other than a handler's own error: each may have taken a deadline's time, and the channel waits meanwhile. */
const MOST_SLOW = 2;

/** What failed while the rest went on. */
export class HandlingFailures {
  #first: { readonly error: unknown } | undefined;
  #slow = 0;

  /** @returns whether they are enough: what hangs, and a store that is away, would do so again. */
  add(error: unknown): boolean {
    const code = error instanceof HandlingFailure ? error.code : "";
    // Without a handler the delivery waits as it is, whatever failed before.
    if (code === NO_HANDLER) {
      this.#first = { error };
      return true;
    }
    this.#first ??= { error };
    if (code !== "HANDLER_FAILED") this.#slow += 1;
    return this.#slow >= MOST_SLOW;
  }

  throwFirst(): void {
    if (this.#first !== undefined) throw this.#first.error;
  }
}
