import type { ClockV1 } from "../spec/connection/clock.js";
import { DueQueue } from "../timing/due-queue.js";
import type { Lane } from "./lane.js";
import { isDueAtInstant, type OutboxEntry } from "./outbox-entry.js";

/** The timer looks at the clocks at least this often while something waits, so that a wall clock that jumps is noticed. Milliseconds. */
const LONGEST_NAP_MS = 1_000;

/** What happens when its time has come. */
export interface LaneClockHandlers {
  due(lane: Lane, entry: OutboxEntry): void;
  wake(lane: Lane): void;
  /** Called with each look at the clocks. @returns whether to keep looking. */
  tick(): boolean;
}

type Waiting = { readonly lane: Lane; readonly entry: OutboxEntry | undefined };

/** One timer for everything the lanes wait for. Nothing waits: no timer. */
export class LaneClock {
  /** By the steady clock. */
  readonly #delays = new DueQueue<Waiting>();
  /** By the wall clock: "not before" is a time of day. */
  readonly #instants = new DueQueue<Waiting>();
  readonly #wakes = new Map<Lane, number>();
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = 0;
  #closed = false;

  constructor(
    private readonly clock: ClockV1,
    private readonly steady: ClockV1,
    private readonly handlers: LaneClockHandlers,
  ) {}

  add(lane: Lane, entry: OutboxEntry): void {
    (isDueAtInstant(entry) ? this.#instants : this.#delays).add({ lane, entry }, entry.dueAtMs);
    this.arm();
  }

  /** Wakes a lane at a time of the steady clock; an earlier wake of the same lane is kept. */
  wakeAt(lane: Lane, atMs: number): void {
    const known = this.#wakes.get(lane);
    if (known !== undefined && known <= atMs && known > this.steady.now()) return;
    this.#wakes.set(lane, atMs);
    this.#delays.add({ lane, entry: undefined }, atMs);
    this.arm();
  }

  arm(): void {
    if (this.#closed) return;
    const nextMs = Math.min(
      (this.#delays.nextAtMs ?? Number.POSITIVE_INFINITY) - this.steady.now(),
      (this.#instants.nextAtMs ?? Number.POSITIVE_INFINITY) - this.clock.now(),
    );
    const delayMs = Math.min(LONGEST_NAP_MS, Math.max(1, nextMs));
    const atMs = performance.now() + delayMs;
    if (this.#timer !== undefined && this.#timerAtMs <= atMs) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    this.#timer = setTimeout(() => this.#look(), Math.ceil(delayMs));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #look(): void {
    this.#timer = undefined;
    this.#takeDue(this.#delays, this.steady.now());
    this.#takeDue(this.#instants, this.clock.now());
    if (this.handlers.tick() || this.#delays.size + this.#instants.size > 0) this.arm();
  }

  #takeDue(queue: DueQueue<Waiting>, nowMs: number): void {
    for (;;) {
      const waiting = queue.take(nowMs);
      if (waiting === undefined) return;
      if (waiting.entry !== undefined) this.handlers.due(waiting.lane, waiting.entry);
      else {
        this.#wakes.delete(waiting.lane);
        this.handlers.wake(waiting.lane);
      }
    }
  }
}
