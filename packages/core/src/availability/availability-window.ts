import type { Party } from "../spec/party.js";
import type { AvailabilityState } from "./availability-report.js";

const BUCKET_MS = 5_000;
/** Twelve buckets of 5 s: a window of one minute, so that a fault that ended is forgotten within 60 s. */
const BUCKETS = 12;
/** Failures in a row that mean "down" without waiting for a share. */
const DOWN_AFTER = 3;
/** Successes in a row that mean "up" again. */
const UP_AFTER = 2;
const DEGRADED_SHARE = 0.1;
const DOWN_SHARE = 0.5;
/** Slower than this many times the best bucket, and than the floor, counts as degraded. */
const SLOW_FACTOR = 5;
export const SLOW_FLOOR_MS = 2_000;

interface Bucket {
  startMs: number;
  successes: number;
  failures: number;
  latencySumMs: number;
  /** Successes with a latency. */
  timed: number;
  readonly failuresByParty: Map<Party, number>;
}

export interface WindowJudgement {
  readonly state: AvailabilityState;
  readonly party: Party | undefined;
  readonly certainty: number;
  readonly code: string | undefined;
  readonly outcomes: number;
  readonly failures: number;
  readonly meanLatencyMs: number | undefined;
}

/**
 * Outcomes of the last minute in twelve buckets. A failure that is the recipient's doing counts as a success of the channel: it
 * carried the message to an answer.
 */
export class AvailabilityWindow {
  readonly #buckets: Bucket[] = [];
  #failuresInRow = 0;
  #successesInRow = 0;
  #lastCode: string | undefined;

  /** @param latencyMs - nothing where it was not measured. */
  success(latencyMs: number | undefined, nowMs: number): void {
    const bucket = this.#bucket(nowMs);
    bucket.successes += 1;
    if (latencyMs !== undefined) {
      bucket.latencySumMs += latencyMs;
      bucket.timed += 1;
    }
    this.#failuresInRow = 0;
    this.#successesInRow += 1;
  }

  failure(party: Party, code: string, nowMs: number): void {
    const bucket = this.#bucket(nowMs);
    bucket.failures += 1;
    bucket.failuresByParty.set(party, (bucket.failuresByParty.get(party) ?? 0) + 1);
    this.#failuresInRow += 1;
    this.#successesInRow = 0;
    this.#lastCode = code;
  }

  judge(nowMs: number): WindowJudgement {
    this.#forget(nowMs);
    let successes = 0;
    let failures = 0;
    let latencySumMs = 0;
    let timed = 0;
    for (const bucket of this.#buckets) {
      successes += bucket.successes;
      failures += bucket.failures;
      latencySumMs += bucket.latencySumMs;
      timed += bucket.timed;
    }
    const outcomes = successes + failures;
    const meanLatencyMs = timed > 0 ? latencySumMs / timed : undefined;
    if (outcomes === 0) {
      this.#failuresInRow = 0;
      return { state: "unknown", party: undefined, certainty: 0, code: undefined, outcomes, failures, meanLatencyMs };
    }
    const state = this.#state(failures / outcomes, failures);
    if (state === "operational")
      return { state, party: undefined, certainty: 1, code: undefined, outcomes, failures, meanLatencyMs };
    const blamed = this.#blame();
    return { state, ...blamed, code: this.#lastCode, outcomes, failures, meanLatencyMs };
  }

  #state(share: number, failures: number): AvailabilityState {
    if (
      this.#failuresInRow >= DOWN_AFTER ||
      (share >= DOWN_SHARE && failures >= DOWN_AFTER && this.#successesInRow < UP_AFTER)
    )
      return "down";
    if (this.#successesInRow >= UP_AFTER && share < DOWN_SHARE) return this.#slow() ? "degraded" : "operational";
    if (share >= DEGRADED_SHARE || this.#slow()) return "degraded";
    return "operational";
  }

  #slow(): boolean {
    let best = Number.POSITIVE_INFINITY;
    let latest = 0;
    for (const { timed, latencySumMs } of this.#buckets) {
      if (timed === 0) continue;
      latest = latencySumMs / timed;
      best = Math.min(best, latest);
    }
    return latest > SLOW_FLOOR_MS && latest > best * SLOW_FACTOR;
  }

  #blame(): { party: Party | undefined; certainty: number } {
    const counts = new Map<Party, number>();
    for (const { failuresByParty } of this.#buckets)
      for (const [party, count] of failuresByParty) counts.set(party, (counts.get(party) ?? 0) + count);
    let total = 0;
    let most: { party: Party; count: number } | undefined;
    for (const [party, count] of counts) {
      total += count;
      if (most === undefined || count > most.count) most = { party, count };
    }
    // Slow, not failing: the provider takes its time.
    if (most === undefined) return { party: "provider", certainty: 0.5 };
    return { party: most.party, certainty: (most.count / total) * Math.min(1, total / DOWN_AFTER) };
  }

  #bucket(nowMs: number): Bucket {
    const startMs = nowMs - (nowMs % BUCKET_MS);
    const last = this.#buckets.at(-1);
    if (last?.startMs === startMs) return last;
    const bucket = {
      startMs,
      successes: 0,
      failures: 0,
      latencySumMs: 0,
      timed: 0,
      failuresByParty: new Map<Party, number>(),
    };
    this.#buckets.push(bucket);
    if (this.#buckets.length > BUCKETS) this.#buckets.shift();
    return bucket;
  }

  #forget(nowMs: number): void {
    while (this.#buckets[0] !== undefined && nowMs - this.#buckets[0].startMs >= BUCKET_MS * BUCKETS)
      this.#buckets.shift();
  }
}
