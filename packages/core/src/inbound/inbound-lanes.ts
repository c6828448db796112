import type { InboundRecord } from "../ports/inbound-record.js";
import type { Store } from "../ports/store.js";
import { InboundLane } from "./inbound-lane.js";

/** Of the window, one channel may hold this part: its backlog takes the memory of no other. */
const LANES_IN_WINDOW = 8;
const LARGEST_READ = 500;

/**
 * What waits to be handled, channel by channel, within a window of memory. A channel whose lane is full, or of which the store has more,
 * is read from the store when its lane has room; the others go on.
 */
export class InboundLanes {
  readonly #lanes = new Map<string, InboundLane>();
  /** Lanes with something to handle and nobody at it; the one that waits longest first. */
  readonly #ready = new Set<InboundLane>();
  readonly #spilled = new Set<InboundLane>();
  readonly #laneLimit: number;
  #held = 0;
  /** Until the store has told which channels have something left from before. */
  #backlogUnknown = false;

  /**
   * @param onRefilled - called when a read ended, well or badly.
   */
  constructor(
    private readonly store: Store,
    private readonly window: number,
    private readonly onRefilled: (worked: boolean) => void,
  ) {
    this.#laneLimit = Math.max(2, Math.floor(window / LANES_IN_WINDOW));
  }

  get ready(): ReadonlySet<InboundLane> {
    return this.#ready;
  }

  /** Asks the store which channels have deliveries from before. */
  findBacklog(): void {
    this.#backlogUnknown = true;
    this.store.inboundChannels().then(
      (channelIds) => {
        this.#backlogUnknown = false;
        for (const channelId of channelIds) {
          const lane = this.#of(channelId);
          lane.spilled = true;
          this.#spilled.add(lane);
        }
        this.onRefilled(true);
      },
      () => this.onRefilled(false),
    );
  }

  get backlogUnknown(): boolean {
    return this.#backlogUnknown;
  }

  /** A delivery that was just recorded. @returns whether it is in memory now. */
  take(record: InboundRecord): boolean {
    const lane = this.#of(record.channelId);
    if (record.sequence <= lane.cursor) return false;
    if (this.#backlogUnknown || lane.spilled || !this.#hasRoom(lane)) {
      this.#leave(lane, record);
      return false;
    }
    this.#held += 1;
    lane.admit(record);
    this.#line(lane);
    return true;
  }

  /** A parked delivery that is to be handled again. */
  takeBack(record: InboundRecord): void {
    const lane = this.#of(record.channelId);
    // What is not yet read comes in its turn.
    if (record.sequence > lane.cursor && (lane.spilled || this.#backlogUnknown)) {
      this.#leave(lane, record);
      return;
    }
    this.#held += 1;
    lane.admit(record);
    this.#line(lane);
  }

  /** The next delivery of a lane; the lane is busy until {@link InboundLanes.release}. */
  begin(lane: InboundLane): InboundRecord | undefined {
    this.#ready.delete(lane);
    const record = lane.records.shift();
    lane.busy = record !== undefined;
    return record;
  }

  release(channelId: string): void {
    const lane = this.#of(channelId);
    lane.busy = false;
    this.#line(lane);
  }

  /** Lets go of deliveries that were taken out of the store and are not being handled. */
  drop(sequences: ReadonlySet<number>): void {
    for (const lane of this.#lanes.values()) {
      const kept = lane.records.filter(({ sequence }) => !sequences.has(sequence));
      const dropped = lane.records.length - kept.length;
      if (dropped === 0) continue;
      lane.records.splice(0, lane.records.length, ...kept);
      lane.held -= dropped;
      this.#held -= dropped;
      if (kept.length === 0) this.#ready.delete(lane);
    }
  }

  /** A delivery is handled or parked: its place is free. */
  forget({ channelId }: InboundRecord): void {
    const lane = this.#of(channelId);
    lane.held -= 1;
    this.#held -= 1;
    this.#rewound(lane);
  }

  /** A delivery that was begun goes back to the store when it is forgotten, until {@link InboundLanes.rewind}. */
  putAside({ channelId }: InboundRecord): void {
    this.#of(channelId).putAside = true;
  }

  /** What was put aside comes again, in its order and before what came after it, once what is in hand has ended. */
  rewind(): void {
    for (const lane of this.#lanes.values()) {
      if (!lane.putAside) continue;
      lane.rewinding = true;
      lane.spilled = true;
      this.#spilled.delete(lane);
      this.#ready.delete(lane);
      const lined = lane.records.splice(0).length;
      lane.held -= lined;
      this.#held -= lined;
      this.#rewound(lane);
    }
  }

  isRewinding(channelId: string): boolean {
    return this.#of(channelId).rewinding;
  }

  /** Puts a delivery that was begun back where it was. */
  putBack(record: InboundRecord): void {
    this.#of(record.channelId).records.unshift(record);
  }

  /** Lines up a delivery whose next attempt is due. */
  again(record: InboundRecord): void {
    const lane = this.#of(record.channelId);
    lane.records.push(record);
    this.#line(lane);
  }

  /** Reads what is left in the store for a lane that has room. */
  refill(): void {
    if (this.#backlogUnknown) return;
    for (const lane of this.#spilled)
      if (!lane.fetching && lane.held <= this.#laneLimit / 2 && this.#hasRoom(lane)) this.#read(lane);
  }

  #read(lane: InboundLane): void {
    lane.fetching = true;
    lane.leftAt = Number.POSITIVE_INFINITY;
    const limit = Math.max(1, Math.min(LARGEST_READ, this.#laneLimit - lane.held, this.window - this.#held));
    this.store.inbound({ state: "recorded", channelId: lane.channelId, after: lane.cursor, limit }).then(
      (found) => {
        if (lane.rewinding) lane.fetching = false;
        else this.#held += lane.refill(found, limit);
        if (!lane.spilled) this.#spilled.delete(lane);
        this.#line(lane);
        this.#rewound(lane);
        this.onRefilled(true);
      },
      () => {
        lane.fetching = false;
        this.#rewound(lane);
        this.onRefilled(false);
      },
    );
  }

  /** A channel that holds nothing always gets one in, so that full lanes of others do not keep it out. */
  #hasRoom(lane: InboundLane): boolean {
    return lane.held === 0 || (lane.held < this.#laneLimit && this.#held < this.window);
  }

  #rewound(lane: InboundLane): void {
    if (!lane.rewinding || lane.held > 0 || lane.fetching) return;
    lane.rewinding = false;
    lane.putAside = false;
    lane.cursor = 0;
    this.#spilled.add(lane);
  }

  #leave(lane: InboundLane, record: InboundRecord): void {
    lane.leave(record);
    if (!lane.rewinding) this.#spilled.add(lane);
  }

  #line(lane: InboundLane): void {
    if (!lane.busy && lane.records.length > 0) this.#ready.add(lane);
  }

  #of(channelId: string): InboundLane {
    const known = this.#lanes.get(channelId);
    if (known !== undefined) return known;
    const lane = new InboundLane(channelId);
    this.#lanes.set(channelId, lane);
    return lane;
  }
}
