import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { EventBus } from "../host/event-bus.js";
import type { Store, StoreConflict, StoreWrite } from "../ports/store.js";
import { StoreError } from "../spec/errors/store-error.js";

/**
 * Told what became of a write. A write without a ticket, or with `mustKeep`, records something that already happened: it is tried again until
 * the store takes it. Others fail with their group.
 */
export interface CommitTicket {
  readonly mustKeep: boolean;
  onDurable(conflict: StoreConflict | undefined): void;
  onFailed(error: StoreError): void;
}

/** Writes of one group at most: bounds the store's longest commit, not the throughput. */
const MAX_GROUP = 4_096;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;
const HEARTBEAT: StoreWrite = {
  kind: "document-put",
  document: { collection: "host", id: "heartbeat", accountId: "", value: "{}" },
};

/**
 * The one way into the store: group commit with one group in flight. While it syncs, writes gather; they leave together when it is
 * done. No timer, no batch size to tune: one message is one fsync, under load hundreds share one.
 */
@injectable()
export class CommitQueue {
  private writes: StoreWrite[] = [];
  private tickets: (CommitTicket | undefined)[] = [];
  private inFlight = false;
  private scheduled = false;
  private retryMs = 0;
  private retryTimer: NodeJS.Timeout | undefined;
  private idle: (() => void)[] = [];

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
  ) {}

  /** False while the store refuses commits: nothing new should be started then. */
  get healthy(): boolean {
    return this.retryMs === 0;
  }

  /** Adds a write to the next group. Writes of one caller stay in order. */
  push(write: StoreWrite, ticket?: CommitTicket): void {
    this.writes.push(write);
    this.tickets.push(ticket);
    this.schedule();
  }

  /** Adds a write and resolves when it is durable; rejects when its group failed. */
  commit(write: StoreWrite): Promise<StoreConflict | undefined> {
    return new Promise((resolve, reject) => {
      this.push(write, { mustKeep: false, onDurable: resolve, onFailed: reject });
    });
  }

  /** Resolves when nothing is left to write, or nothing more can be written now. */
  async drain(): Promise<void> {
    while (this.inFlight || this.scheduled || (this.writes.length > 0 && this.healthy))
      await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** Writes still waiting: what would be lost if the process ended now. Acceptances among them were not acknowledged. */
  get pending(): number {
    return this.writes.length;
  }

  private schedule(): void {
    if (this.inFlight || this.scheduled || this.retryTimer !== undefined) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    if (this.inFlight) return;
    if (this.writes.length === 0) {
      this.notifyIdle();
      return;
    }
    const whole = this.writes.length <= MAX_GROUP;
    const writes = whole ? this.writes : this.writes.splice(0, MAX_GROUP);
    const tickets = whole ? this.tickets : this.tickets.splice(0, MAX_GROUP);
    if (whole) {
      this.writes = [];
      this.tickets = [];
    }
    this.inFlight = true;
    this.store.commit(writes).then(
      (conflicts) => {
        this.inFlight = false;
        this.recovered();
        // The next group leaves before callbacks run, so that the disk never waits for them.
        if (this.writes.length > 0) this.flush();
        this.announce(tickets, conflicts);
        if (!this.inFlight && this.writes.length > 0) this.schedule();
        else if (!this.inFlight) this.notifyIdle();
      },
      (error: unknown) => {
        this.inFlight = false;
        this.failed(writes, tickets, error);
      },
    );
  }

  private announce(tickets: readonly (CommitTicket | undefined)[], conflicts: readonly StoreConflict[]): void {
    if (conflicts.length === 0) {
      for (const ticket of tickets) ticket?.onDurable(undefined);
      return;
    }
    const byIndex = new Map(conflicts.map((conflict) => [conflict.index, conflict]));
    tickets.forEach((ticket, index) => ticket?.onDurable(byIndex.get(index)));
  }

  private failed(writes: readonly StoreWrite[], tickets: readonly (CommitTicket | undefined)[], error: unknown): void {
    const failure = error instanceof StoreError ? error : new StoreError("STORE_UNAVAILABLE", {}, { cause: error });
    if (this.healthy) this.events.emit("store-failing", { code: failure.code });
    this.retryMs = Math.min(LAST_RETRY_MS, Math.max(FIRST_RETRY_MS, this.retryMs * 2));
    const keptWrites: StoreWrite[] = [];
    const keptTickets: (CommitTicket | undefined)[] = [];
    const refused: CommitTicket[] = [];
    writes.forEach((write, index) => {
      const ticket = tickets[index];
      if (ticket?.mustKeep === false) {
        refused.push(ticket);
        return;
      }
      keptWrites.push(write);
      keptTickets.push(ticket);
    });
    this.writes = [...keptWrites, ...this.writes];
    this.tickets = [...keptTickets, ...this.tickets];
    this.retryTimer = setTimeout(() => {
      this.retryTimer = undefined;
      // With nothing to keep, a heartbeat finds out whether the store is back: lanes wait for it.
      if (this.writes.length === 0) this.push(HEARTBEAT);
      else this.flush();
    }, this.retryMs);
    for (const ticket of refused) ticket.onFailed(failure);
    this.notifyIdle();
  }

  private recovered(): void {
    if (this.healthy) return;
    this.retryMs = 0;
    this.events.emit("store-recovered", {});
  }

  private notifyIdle(): void {
    const waiting = this.idle;
    this.idle = [];
    for (const resolve of waiting) resolve();
  }
}
