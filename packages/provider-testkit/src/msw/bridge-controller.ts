import type { Dispatcher } from "undici";

/** What a handler steers its dispatch with. */
export class BridgeController implements Dispatcher.DispatchController {
  readonly rawHeaders: string[] = [];
  readonly rawTrailers: string[] = [];
  readonly #abort = new AbortController();
  #reason: Error | null = null;
  #paused = false;
  #wake: (() => void) | undefined;

  get aborted(): boolean {
    return this.#reason !== null;
  }
  get paused(): boolean {
    return this.#paused;
  }
  get reason(): Error | null {
    return this.#reason;
  }
  /** Aborts the fetch. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  abort(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#abort.abort(reason);
    this.#wake?.();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#wake?.();
  }

  /**
   * Waits while paused.
   * @throws the reason, once aborted.
   */
  async ready(): Promise<void> {
    while (this.#paused && !this.#reason) await new Promise<void>((wake) => (this.#wake = wake));
    if (this.#reason) throw this.#reason;
  }
}
