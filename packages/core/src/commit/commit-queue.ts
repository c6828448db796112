import { setImmediate } from "node:timers";
import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { EventBus } from "../host/event-bus.js";
import type { Store, StoreConflict, StoreWrite } from "../ports/store.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { RequestError } from "../spec/errors/request-error.js";
import { StoreError } from "../spec/errors/store-error.js";
import { commitApart } from "./commit-apart.js";
import { CommitGroup } from "./commit-group.js";
import type { CommitPace } from "./commit-pace.js";
import type { CommitTicket } from "./commit-ticket.js";

/** Writes of one group at most: bounds the store's longest commit, not the throughput. */
const MAX_GROUP = 4_096;
/** What nobody waits for leaves with the next group, or after so long without one. */
const LINGER_MS = 5;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;
const HEARTBEAT: StoreWrite = {
  kind: "document-put",
  document: { collection: "host", id: "heartbeat", accountId: "", value: "{}" },
};

/**
 * The one way into the store: group commit with one group in flight. While it syncs, writes gather; they leave together when it is
 * done. No timer, no batch size to tune: one message is one fsync, under load hundreds share one. Only what nobody waits for lingers, so that it needs
 * no group of its own while there are others.
 */
@injectable()
export class CommitQueue {
  private gathering = new CommitGroup();
  private closed = false;
  private inFlight = false;
  private scheduled = false;
  /** Whether something that was gathered is waited for; what is not waits for company. */
  private isWaitedFor = false;
  private lingerTimer: NodeJS.Timeout | undefined;
  private retryMs = 0;
  private retryTimer: NodeJS.Timeout | undefined;
  private idle: (() => void)[] = [];

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
  ) {}

  /** False while the store refuses commits: nothing new should be started then. */
  get healthy(): boolean {
    return this.retryMs === 0;
  }

  /** Adds a write to the next group, which leaves at the `pace` of its most urgent write. Writes of one caller stay in order. */
  push(write: StoreWrite, ticket?: CommitTicket, pace: CommitPace = "at-once"): void {
    if (!this.add(write, ticket, false)) return;
    if (pace === "unhurried") this.linger();
    else this.hurry(pace);
  }

  /** Adds a write that shares the group of the one pushed before it in this turn: both become durable at once, or neither. */
  pushJoined(write: StoreWrite, ticket?: CommitTicket): void {
    if (this.add(write, ticket, true) && !this.isWaitedFor) this.linger();
  }

  private add(write: StoreWrite, ticket: CommitTicket | undefined, joined: boolean): boolean {
    if (this.closed) {
      ticket?.onFailed(new StoreError("STORE_UNAVAILABLE"));
      return false;
    }
    this.gathering.add(write, ticket, joined);
    return true;
  }

  /**
   * Adds writes and resolves when all are durable; rejects when their group failed, and then nothing of them was kept.
   * @returns the conflict of the first write.
   * @throws {RequestError} `HOST_CLOSED`. @throws {StoreError}
   */
  commit(write: StoreWrite, ...joined: readonly StoreWrite[]): Promise<StoreConflict | undefined> {
    return this.commitAll(false, write, joined);
  }

  /** As `commit`, but tried again until the store takes it: for what happened already. */
  keep(write: StoreWrite, ...joined: readonly StoreWrite[]): Promise<StoreConflict | undefined> {
    return this.commitAll(true, write, joined);
  }

  /** Resolves when everything pushed so far is durable or was refused: what the store says then is no older than this call. */
  async barrier(): Promise<void> {
    await this.keep({ ...HEARTBEAT });
  }

  /** Resolves when nothing is left to write, or nothing more can be written now. */
  async drain(): Promise<void> {
    while (this.inFlight || this.scheduled || (this.gathering.size > 0 && this.healthy)) {
      if (this.gathering.size > 0) this.hurry("at-once");
      await new Promise<void>((resolve) => this.idle.push(resolve));
    }
  }

  /** Writes still waiting: what would be lost if the process ended now. Acceptances among them were not acknowledged. */
  get pending(): number {
    return this.gathering.size;
  }

  /** Writes nothing more. Callers that still wait are told that it was not kept. */
  close(): void {
    this.closed = true;
    clearTimeout(this.retryTimer);
    clearTimeout(this.lingerTimer);
    const { tickets } = this.gathering;
    this.gathering = new CommitGroup();
    const failure = new StoreError("STORE_UNAVAILABLE");
    this.tell(tickets, (ticket) => ticket.onFailed(failure));
    this.notifyIdle();
  }

  private commitAll(
    mustKeep: boolean,
    write: StoreWrite,
    joined: readonly StoreWrite[],
  ): Promise<StoreConflict | undefined> {
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(new RequestError("HOST_CLOSED"));
        return;
      }
      // Writes that are joined share their fate, so the first one's ticket speaks for all.
      this.push(write, { mustKeep, onDurable: resolve, onFailed: reject });
      const silent: CommitTicket = { mustKeep, onDurable: () => undefined, onFailed: () => undefined };
      for (const one of joined) this.pushJoined(one, silent);
    });
  }

  private hurry(pace: Exclude<CommitPace, "unhurried">): void {
    this.isWaitedFor = true;
    if (this.inFlight || this.scheduled || this.retryTimer !== undefined) return;
    this.scheduled = true;
    const leave = (): void => {
      this.scheduled = false;
      this.flush();
    };
    if (pace === "at-once") queueMicrotask(leave);
    else setImmediate(leave);
  }

  private linger(): void {
    this.lingerTimer ??= setTimeout(() => {
      this.lingerTimer = undefined;
      if (this.gathering.size > 0) this.hurry("at-once");
    }, LINGER_MS);
  }

  private flush(): void {
    if (this.inFlight) return;
    if (this.gathering.size === 0) {
      this.notifyIdle();
      return;
    }
    const group = this.gathering.size <= MAX_GROUP ? this.gathering : this.gathering.shift(MAX_GROUP);
    if (group === this.gathering) {
      this.gathering = new CommitGroup();
      this.isWaitedFor = false;
    }
    this.inFlight = true;
    this.commitGroup(group.writes).then(
      (conflicts) => {
        this.inFlight = false;
        this.recovered();
        // The next group leaves before callbacks run, so that the disk never waits for them.
        if (this.isWaitedFor) this.flush();
        this.announce(group.tickets, conflicts);
        this.goOn();
      },
      (error: unknown) => void this.apart(group, error),
    );
  }

  /** A group failed: because of the store, or because of one write in it, which then fails alone. */
  private async apart(group: CommitGroup, failure: unknown): Promise<void> {
    const leftOver = await commitApart(group, failure, {
      commit: (writes) => this.commitGroup(writes),
      takesOthers: () => this.takesOthers(),
      isClosed: () => this.closed,
      onDurable: (part, conflicts) => this.announce(part.tickets, conflicts),
      onRefused: (part, error) => this.refused(part, error),
    });
    this.inFlight = false;
    if (leftOver !== undefined) {
      this.failed(CommitGroup.of(leftOver.left), leftOver.error);
      return;
    }
    this.recovered();
    this.goOn();
  }

  private async takesOthers(): Promise<boolean> {
    try {
      await this.commitGroup([HEARTBEAT]);
      return true;
    } catch {
      // Why it takes nothing is told by the failure that was there before.
      return false;
    }
  }

  private refused({ writes, tickets }: CommitGroup, error: unknown): void {
    const details = { kind: writes.map(({ kind }) => kind).join(","), systemCode: nameOf(error) };
    this.logger.error("the store refuses a write while it takes others: it is given up", details);
    this.events.emit("store-write-refused", details);
    const failure = new StoreError("STORE_WRITE_REFUSED", details);
    this.tell(tickets, (ticket) => ticket.onFailed(failure));
  }

  /** After the callbacks: they may have pushed. */
  private goOn(): void {
    if (this.inFlight) return;
    if (this.isWaitedFor) this.hurry("at-once");
    else if (this.gathering.size === 0 || this.idle.length > 0) this.notifyIdle();
  }

  /** A store that throws where it should reject has failed all the same. */
  private async commitGroup(writes: readonly StoreWrite[]): Promise<readonly StoreConflict[]> {
    return this.store.commit(writes);
  }

  private announce(tickets: readonly (CommitTicket | undefined)[], conflicts: readonly StoreConflict[]): void {
    if (conflicts.length === 0) {
      this.tell(tickets, (ticket) => ticket.onDurable(undefined));
      return;
    }
    const byIndex = new Map(conflicts.map((conflict) => [conflict.index, conflict]));
    this.tell(tickets, (ticket, index) => ticket.onDurable(byIndex.get(index)));
  }

  /** One caller's fault in its callback keeps no other caller from its answer. */
  private tell(
    tickets: readonly (CommitTicket | undefined)[],
    tell: (ticket: CommitTicket, index: number) => void,
  ): void {
    for (let index = 0; index < tickets.length; index += 1) {
      const ticket = tickets[index];
      if (ticket === undefined) continue;
      try {
        tell(ticket, index);
      } catch (error) {
        this.logger.error("a callback of the commit queue failed", { error: error instanceof Error ? error.name : "" });
      }
    }
  }

  private failed(group: CommitGroup, error: unknown): void {
    if (this.closed) {
      this.tell(group.tickets, (ticket) => ticket.onFailed(new StoreError("STORE_UNAVAILABLE")));
      this.notifyIdle();
      return;
    }
    const failure = error instanceof StoreError ? error : new StoreError("STORE_UNAVAILABLE", {}, { cause: error });
    if (this.healthy) this.events.emit("store-failing", { code: failure.code });
    this.retryMs = Math.min(LAST_RETRY_MS, Math.max(FIRST_RETRY_MS, this.retryMs * 2));
    const { kept, refused } = group.kept();
    this.gathering = CommitGroup.of([kept, this.gathering]);
    this.retryTimer = setTimeout(() => {
      this.retryTimer = undefined;
      // With nothing to keep, a heartbeat finds out whether the store is back: lanes wait for it.
      if (this.gathering.size === 0) this.push(HEARTBEAT);
      else this.flush();
    }, this.retryMs);
    this.tell(refused, (ticket) => ticket.onFailed(failure));
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

const nameOf = (error: unknown): string => {
  if (error instanceof StoreError && typeof error.details["systemCode"] === "string")
    return error.details["systemCode"];
  return error instanceof Error ? error.name : "UNKNOWN";
};
