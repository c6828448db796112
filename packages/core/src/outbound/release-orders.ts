import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import { documentPages } from "../ports/document-pages.js";
import type { Ids } from "../ports/ids.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { LaneRefill } from "./lane-refill.js";

const COLLECTION = "release-orders";
const TRY_AGAIN_MS = 1_000;

/** That an account's held messages go on. */
export interface ReleaseOrder {
  /** Joins the group of the decision that lets them go: from then on they are released, also when the process ends in between. */
  readonly write: StoreWrite;
  /**
   * Puts every held message of the account back on its way: the gates are asked again, and what another one refuses is held again. Where the store
   * cannot be read now it is tried again, and nobody waits: the decision stands.
   */
  carryOut(): Promise<void>;
}

/** Lets an account's held messages go by a decision, to the end: what a crash interrupts goes on after the next start (R20). */
@injectable()
export class ReleaseOrders {
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
  ) {}

  of(accountId: string): ReleaseOrder {
    const id = this.ids.next("rel");
    return {
      write: { kind: "document-put", document: { collection: COLLECTION, id, accountId, value: "{}" } },
      carryOut: () => this.carryOut(accountId, id),
    };
  }

  /** Goes on with what an earlier process was ordered; nobody waits for it. */
  async resume(): Promise<void> {
    const left: { readonly accountId: string; readonly id: string }[] = [];
    for await (const documents of documentPages(this.store, COLLECTION)) left.push(...documents);
    for (const { accountId, id } of left) void this.carryOut(accountId, id);
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private async carryOut(accountId: string, id: string): Promise<void> {
    if (this.closed) return;
    try {
      for (const channel of [...this.channels.all()])
        if (channel.accountId === accountId) await this.refill.release(channel.channelId);
      this.commits.push({ kind: "document-delete", collection: COLLECTION, id });
    } catch (error) {
      // It stays with the store, so that the next start goes on with it, too.
      this.logger.error("held messages could not be released; it is tried again", {
        accountId,
        error: error instanceof Error ? error.name : "unknown",
      });
      this.tryAgain(accountId, id);
    }
  }

  private tryAgain(accountId: string, id: string): void {
    if (this.closed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.carryOut(accountId, id);
    }, TRY_AGAIN_MS);
    this.timers.add(timer);
  }
}
