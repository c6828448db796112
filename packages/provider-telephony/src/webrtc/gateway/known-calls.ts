import type { KnownCall } from "./known-call.js";

const KEPT_AT_MOST = 10_000;

/** The calls of all pages. Pages are where calls are: they tell them again to a gateway that starts anew, so none is written down. */
export class KnownCalls {
  private readonly calls = new Map<string, KnownCall>();

  get(callId: string): KnownCall | undefined {
    return this.calls.get(callId);
  }

  has(callId: string): boolean {
    return this.calls.has(callId);
  }

  keep(callId: string, call: KnownCall): void {
    this.calls.set(callId, call);
    if (this.calls.size <= KEPT_AT_MOST) return;
    const [oldest] = this.calls.keys();
    if (oldest !== undefined) this.calls.delete(oldest);
  }

  drop(callId: string): void {
    this.calls.delete(callId);
  }

  /** Calls of which this is true. */
  of(isWanted: (call: KnownCall) => boolean): [callId: string, call: KnownCall][] {
    return [...this.calls].filter(([, call]) => isWanted(call));
  }
}
