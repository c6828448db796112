import type { Dispatcher } from "undici";
import type { Origin } from "../endpoint/origin.js";
import { loadedUndici, loadUndici } from "../undici-module.js";
import type { Call } from "./call.js";
import type { Transport } from "./transport.js";

/** Hands calls to a dispatcher that a test supplies instead of to connections. */
export class DispatcherTransport implements Transport {
  private readonly origin: string;

  constructor(
    origin: Origin,
    private readonly dispatcher: Dispatcher,
  ) {
    this.origin = new URL(origin.text).origin;
  }

  start(call: Call): void {
    if (!loadedUndici()) {
      loadUndici().then(
        () => this.start(call),
        (error: unknown) => call.failWith(error),
      );
      return;
    }
    if (call.request === undefined) return;
    try {
      this.dispatcher.dispatch({ origin: this.origin, ...call.request }, call);
    } catch (error) {
      call.failWith(error);
    }
  }

  release(): void {
    // The dispatcher owns its connections.
  }

  destroy(): Promise<void> {
    return Promise.resolve();
  }
}
