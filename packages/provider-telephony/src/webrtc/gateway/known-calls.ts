import type { GatewayVerb } from "../wire/gateway-api.js";

/** A call as the gateway knows it: a page told of it, or was asked to begin it. */
export interface KnownCall {
  readonly operator: string;
  /** What the page knows it by. */
  readonly pageCall: string;
  /** Whom the host asked to be called; absent where it did not. */
  readonly to?: string;
  state: "begun" | "offered" | "ringing" | "answered";
  /** What is done when it is answered. */
  verbs: readonly GatewayVerb[];
}

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

  /** Calls whose operators are not there. */
  of(isWanted: (operator: string) => boolean): [callId: string, call: KnownCall][] {
    return [...this.calls].filter(([, { operator }]) => isWanted(operator));
  }
}
