/** What the pool needs of a session. */
export interface PooledSession {
  readonly alive: boolean;
  readonly messageCount: number;
  /** Says goodbye in good order. */
  quit(): void;
  /** Ends at once. */
  close(): void;
}

export interface SessionPoolOptions {
  readonly connections: number;
  readonly messagesPerConnection: number;
  readonly idleTimeoutMs: number;
}

/** A slot was not free in time, or the pool is closed; nothing was sent. */
export class PoolUnavailable extends Error {
  override readonly name = "PoolUnavailable";
  constructor(readonly reason: "deadline" | "closed") {
    super(reason);
  }
}

interface Waiter {
  readonly grant: () => void;
  readonly refuse: (error: PoolUnavailable) => void;
}

/**
 * Keeps at most so many sessions of one channel, hands each to one user at a time, and reuses them: longest-used first, so that
 * spare ones grow idle and are closed.
 */
export class SessionPool<Session extends PooledSession> {
  private idle: { readonly session: Session; readonly owner: string; readonly timer: NodeJS.Timeout }[] = [];
  private readonly busy = new Set<Session>();
  private readonly waiting: Waiter[] = [];
  private slots: number;
  private closed = false;

  constructor(private readonly options: SessionPoolOptions) {
    this.slots = options.connections;
  }

  /**
   * Runs `work` with a session that nobody else uses meanwhile: an idle one, or the one `open` gives.
   * @param owner - who the server is to take the session for; idle ones of anybody else are ended.
   * @param remainingMs - how long to wait for a free slot.
   * @throws {PoolUnavailable}
   */
  async use<Result>(
    owner: string,
    remainingMs: number,
    open: () => Promise<Session>,
    work: (session: Session, reused: boolean) => Promise<Result>,
  ): Promise<Result> {
    await this.takeSlot(remainingMs);
    let session: Session | undefined;
    try {
      const kept = this.takeIdle(owner);
      session = kept ?? (await open());
      // Closed while it was opening: the caller is told, and no connection is left behind.
      if (this.isClosed()) throw new PoolUnavailable("closed");
      this.busy.add(session);
      return await work(session, kept !== undefined);
    } finally {
      if (session !== undefined) this.release(session, owner);
      this.giveSlot();
    }
  }

  /** Ends idle sessions in good order, sessions in use at once, and refuses whoever waits. */
  close(): void {
    this.closed = true;
    for (const { session, timer } of this.idle.splice(0)) {
      clearTimeout(timer);
      session.quit();
    }
    for (const session of this.busy) session.close();
    for (const waiter of this.waiting.splice(0)) waiter.refuse(new PoolUnavailable("closed"));
  }

  private isClosed(): boolean {
    return this.closed;
  }

  private async takeSlot(remainingMs: number): Promise<void> {
    if (this.closed) throw new PoolUnavailable("closed");
    if (this.slots > 0) {
      this.slots--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => {
          this.waiting.splice(this.waiting.indexOf(waiter), 1);
          reject(new PoolUnavailable("deadline"));
        },
        Math.max(0, remainingMs),
      );
      const waiter: Waiter = {
        grant: () => {
          clearTimeout(timer);
          resolve();
        },
        refuse: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.waiting.push(waiter);
    });
  }

  private giveSlot(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.slots++;
    else next.grant();
  }

  private takeIdle(owner: string): Session | undefined {
    const others = this.idle.filter((kept) => kept.owner !== owner);
    if (others.length > 0) this.idle = this.idle.filter((kept) => kept.owner === owner);
    for (const { session, timer } of others) {
      clearTimeout(timer);
      session.quit();
    }
    for (let kept = this.idle.pop(); kept !== undefined; kept = this.idle.pop()) {
      clearTimeout(kept.timer);
      if (kept.session.alive) return kept.session;
    }
    return undefined;
  }

  private release(session: Session, owner: string): void {
    this.busy.delete(session);
    if (!session.alive) return;
    if (this.closed || session.messageCount >= this.options.messagesPerConnection) {
      session.quit();
      return;
    }
    const timer = setTimeout(() => {
      this.idle.splice(this.idle.indexOf(entry), 1);
      session.quit();
    }, this.options.idleTimeoutMs);
    timer.unref();
    const entry = { session, owner, timer };
    this.idle.push(entry);
  }
}
