import type { BodyPlace } from "./webhook-request.js";

/** Bodies read at the same time: over all channels, and of one. */
const MOST = 256;
const MOST_OF_CHANNEL = 64;
/** A provider's body takes no longer than this. Milliseconds. */
const LONGEST_MS = 10_000;
/** When there is no place left, the slowest body makes room if it took at least this long. Milliseconds. */
const SLOW_MS = 250;
const SWEEP_EVERY_MS = 250;

/** A place that is taken. */
export interface TakenPlace extends BodyPlace {
  readonly channelId: string;
  readonly takenAtMs: number;
  readonly endsAtMs: number;
}

/**
 * Places for bodies under way. A provider's post takes milliseconds; a sender that keeps many open takes them from nobody, because
 * slow ones make room. No channel has all of them.
 */
export class BodyPlaces {
  readonly #all = new Set<TakenPlace>();
  readonly #ofChannel = new Map<string, Set<TakenPlace>>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param longestMs - after which the body is cut off.
   * @returns nothing when there is no place now: the sender is asked to come again.
   */
  take(channelId: string, longestMs = LONGEST_MS): TakenPlace | undefined {
    const takenAtMs = performance.now();
    let ofChannel = this.#ofChannel.get(channelId);
    if (ofChannel !== undefined && ofChannel.size >= MOST_OF_CHANNEL && !this.#makeRoom(ofChannel, takenAtMs))
      return undefined;
    if (this.#all.size >= MOST && !this.#makeRoom(this.#all, takenAtMs)) return undefined;
    const place: TakenPlace = { channelId, takenAtMs, endsAtMs: takenAtMs + longestMs, cut: () => undefined };
    ofChannel = this.#ofChannel.get(channelId) ?? new Set();
    ofChannel.add(place);
    this.#ofChannel.set(channelId, ofChannel);
    this.#all.add(place);
    this.#timer ??= setInterval(() => this.#sweep(), SWEEP_EVERY_MS).unref();
    return place;
  }

  leave(place: TakenPlace): void {
    this.#all.delete(place);
    const ofChannel = this.#ofChannel.get(place.channelId);
    ofChannel?.delete(place);
    if (ofChannel?.size === 0) this.#ofChannel.delete(place.channelId);
  }

  /** Cuts off the body that has been read for longest, the first of a set, if it is slow. */
  #makeRoom(places: ReadonlySet<TakenPlace>, nowMs: number): boolean {
    const [oldest] = places;
    if (oldest === undefined || nowMs - oldest.takenAtMs < SLOW_MS) return false;
    this.leave(oldest);
    oldest.cut();
    return true;
  }

  #sweep(): void {
    const nowMs = performance.now();
    for (const place of this.#all) {
      if (nowMs < place.endsAtMs) continue;
      this.leave(place);
      place.cut();
    }
    if (this.#all.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
