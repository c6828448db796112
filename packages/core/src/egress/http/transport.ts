import type { Call } from "./call.js";

/** What carries calls to one place. */
export interface Transport {
  /** Hands the call to a connection, now or when one is free. */
  start(call: Call): void;
  /**
   * A call that was handed to a connection is over. Called once for each.
   * @param reusable - the connection is as good as before.
   */
  release(call: Call, reusable: boolean): void;
  /** Breaks every connection; calls on them fail, waiting ones are refused. */
  destroy(): Promise<void>;
}
