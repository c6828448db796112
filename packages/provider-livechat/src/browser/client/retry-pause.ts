import { natives } from "./natives.js";

/** A pause that can be cut short: by a network that is back, by a page that is looked at again. */
export class RetryPause {
  private wake: (() => void) | undefined;

  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        natives.clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
      const timer = natives.setTimeout(end, delayMs);
      this.wake = end;
    });
  }

  end(): void {
    this.wake?.();
  }
}
