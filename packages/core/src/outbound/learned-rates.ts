import type { Quota } from "../egress/transfer/quota.js";
import type { SendOutcome } from "../spec/outcome/send-outcome.js";
import type { Lane } from "./lane.js";
import type { LearnedRate } from "./learned-rate.js";

const RATE_LIMITED = "RATE_LIMITED";

/** Learned rate limits by channel, of those whose provider told one (R19). They outlive their lanes, which go when they are idle. */
export class LearnedRates {
  readonly #rates = new Map<string, LearnedRate>();

  of(channelId: string): LearnedRate | undefined {
    return this.#rates.get(channelId);
  }

  /** What an answer says of the provider's own limit. @param nowMs - by the steady clock. */
  heard({ rate, channel, inFlight }: Lane, outcome: SendOutcome, quota: Quota | undefined, nowMs: number): void {
    const { channelId } = channel;
    if (quota !== undefined) {
      // The others under way are not in what the answer says is left.
      rate.told({ remaining: quota.remaining - (inFlight - 1), resetInMs: quota.resetInMs }, nowMs);
      this.#rates.set(channelId, rate);
    }
    if (outcome.outcome === "received") {
      if (rate.received(nowMs)) this.#rates.delete(channelId);
    } else if (outcome.outcome === "try-again" && outcome.code === RATE_LIMITED) {
      rate.throttled(nowMs, { waitIsNamed: outcome.scope === "channel" && outcome.retryAfterMs !== undefined });
      this.#rates.set(channelId, rate);
    }
  }
}
