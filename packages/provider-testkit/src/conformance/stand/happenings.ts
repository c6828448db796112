import { within } from "../kit/within.js";

export const PATIENCE_MS = 15_000;

/** Waits for conditions, asked again whenever something happened: no check sleeps. */
export class Happenings {
  #happened = 0;
  readonly #waiting = new Set<() => void>();

  /** Resolves when the condition holds. @throws {CheckFailure} it never does. */
  until(condition: () => boolean | Promise<boolean>, limitMs = PATIENCE_MS): Promise<void> {
    return within(limitMs, "what is waited for", this.whenever(condition));
  }

  /** As `until`, without a limit. */
  async whenever(condition: () => boolean | Promise<boolean>): Promise<void> {
    for (;;) {
      const happened = this.#happened;
      if (await condition()) return;
      // Something happened while it was asked: it is asked again.
      if (happened === this.#happened) await new Promise<void>((resolve) => void this.#waiting.add(resolve));
    }
  }

  /** Something happened. */
  wake(): void {
    // The event comes before what caused it is finished.
    setImmediate(() => {
      this.#happened += 1;
      const woken = [...this.#waiting];
      this.#waiting.clear();
      for (const resolve of woken) resolve();
    });
  }
}
