import type { ImapFlow } from "imapflow";
import { pause } from "./pause.js";

/** Where a server ends IDLE by itself at once, the mailbox is looked at this often. */
const LOOK_EVERY_MS = 30_000;

/** Waits for the server to say that the mailbox changed. */
export class MailboxNews {
  private readonly waiters = new Set<() => void>();
  private count = 0;
  private seen = 0;

  constructor(private readonly client: ImapFlow) {
    client.on("exists", () => {
      this.count++;
      this.wake();
    });
    client.on("close", () => {
      this.wake();
    });
  }

  /**
   * Resolves when something changed since the last time it resolved, or when it is time to look anyway.
   * @param limitMs - after which it is.
   * @throws {Error} the connection is gone.
   */
  async wait(signal: AbortSignal, limitMs: number): Promise<void> {
    const over = new AbortController();
    try {
      if (!this.pending()) {
        const woken = new Promise<void>((resolve) => this.waiters.add(resolve));
        const end = AbortSignal.any([signal, over.signal]);
        await Promise.race([woken, this.idle(end), pause(limitMs, end)]);
      }
    } finally {
      over.abort();
      this.waiters.clear();
    }
    this.seen = this.count;
    if (!this.client.usable) throw new Error("connection closed");
  }

  /** IDLE, renewed by the client, ends when a command is to follow; when it ends sooner, the server wants none. */
  private async idle(signal: AbortSignal): Promise<void> {
    await this.client.idle();
    if (this.client.usable && !this.pending()) await pause(LOOK_EVERY_MS, signal);
  }

  private pending(): boolean {
    return this.count > this.seen;
  }

  private wake(): void {
    for (const waiter of this.waiters) waiter();
  }
}
