import type { Party } from "../spec/party.js";
import type { AvailabilityState } from "./availability-report.js";

const BUCKET_MS = 5_000;
/** Twelve buckets of 5 s: a window of one minute, so that a fault that ended is forgotten within 60 s. */
const BUCKETS = 12;
/** Fewer failures than this are not news, whatever share they are, unless nothing else happened. */
const NEWS_AFTER = 3;
/** So few outcomes that failures in a row mean "down" at once; among more of them some fail in a row by chance, so time without success counts. */
const FEW_OUTCOMES = 30;
const DOWN_AFTER_MS = 1_000;
/** Successes in a row that mean "up" again, once a trouble has not been seen for as long as it holds. */
const UP_AFTER = 2;
/** What is said holds for so long after it was last true: one event down, one up, however the outcomes mix. */
const HOLD_MS = 5_000;
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
  #succeededAtMs = Number.NEGATIVE_INFINITY;
  /** When it was last seen to be so; nothing once that is over. */
  #downAtMs: number | undefined;
  #degradedAtMs: number | undefined;
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
    this.#succeededAtMs = nowMs;
  }

  /** The next success is enough to be up again. */
  recover(): void {
    this.#successesInRow = UP_AFTER;
  }

  failure(party: Party, code: string, nowMs: number): void {
    const bucket = this.#bucket(nowMs);
    bucket.failures += 1;
    bucket.failuresByParty.set(party, (bucket.failuresByParty.get(party) ?? 0) + 1);
    this.#failuresInRow += 1;
    this.#successesInRow = 0;
    this.#lastCode = code;
    this.#note(nowMs);
  }

  /** How it is now. What was said stands until it has not been seen for a while; the failures of a trouble that is over are forgotten with it. */
  judge(nowMs: number): WindowJudgement {
    this.#forget(nowMs);
    if (this.#count().outcomes === 0) this.#startAnew();
    const state = this.#state(nowMs);
    const { outcomes, failures, latencySumMs, timed } = this.#count();
    const counted = { outcomes, failures, meanLatencyMs: timed > 0 ? latencySumMs / timed : undefined };
    if (outcomes === 0) return { state: "unknown", party: undefined, certainty: 0, code: undefined, ...counted };
    if (state === "operational") return { state, party: undefined, certainty: 1, code: undefined, ...counted };
    return { state, ...this.#blame(), code: this.#lastCode, ...counted };
  }

  #count(): { outcomes: number; failures: number; latencySumMs: number; timed: number } {
    let [outcomes, failures, latencySumMs, timed] = [0, 0, 0, 0];
    for (const bucket of this.#buckets) {
      outcomes += bucket.successes + bucket.failures;
      failures += bucket.failures;
      latencySumMs += bucket.latencySumMs;
      timed += bucket.timed;
    }
    return { outcomes, failures, latencySumMs, timed };
  }

  /** What the latest failure says together with those before it. */
  #note(nowMs: number): void {
    this.#forget(nowMs);
    const { outcomes, failures } = this.#count();
    const nothingGetsThrough =
      this.#failuresInRow >= NEWS_AFTER && (outcomes <= FEW_OUTCOMES || nowMs - this.#succeededAtMs >= DOWN_AFTER_MS);
    if (nothingGetsThrough || (failures >= NEWS_AFTER && failures >= outcomes * DOWN_SHARE)) this.#downAtMs = nowMs;
    else if (
      // A mailbox that cannot be reached tries again every half minute: where nothing got through the first failure is news.
      (failures === outcomes || (failures >= NEWS_AFTER && failures >= outcomes * DEGRADED_SHARE)) &&
      nowMs - (this.#downAtMs ?? Number.NEGATIVE_INFINITY) >= HOLD_MS
    )
      this.#degradedAtMs = nowMs;
  }

  #state(nowMs: number): AvailabilityState {
    const holds = (atMs: number | undefined): boolean =>
      atMs !== undefined && (this.#successesInRow < UP_AFTER || nowMs - atMs < HOLD_MS);
    if (holds(this.#downAtMs)) return "down";
    const wasTroubled = this.#downAtMs !== undefined || this.#degradedAtMs !== undefined;
    this.#downAtMs = undefined;
    if (holds(this.#degradedAtMs)) return "degraded";
    this.#degradedAtMs = undefined;
    if (wasTroubled) this.#forgive();
    return this.#slow() ? "degraded" : "operational";
  }

  /** One more failure soon after is one failure, not the trouble before come back. */
  #forgive(): void {
    for (const bucket of this.#buckets) {
      bucket.failures = 0;
      bucket.failuresByParty.clear();
    }
  }

  #startAnew(): void {
    this.#failuresInRow = 0;
    this.#downAtMs = undefined;
    this.#degradedAtMs = undefined;
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
    return { party: most.party, certainty: (most.count / total) * Math.min(1, total / NEWS_AFTER) };
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
