import { RequestError, StoreError } from "@plugboard/core/spec";
import type { StoreConflict, StoreOpening, StoreWrite } from "@plugboard/core";
import { buffersOf } from "../codec/buffers-of.js";
import { encodeGroup } from "../codec/encode-group.js";
import { withGroupIndexes } from "../codec/with-group-indexes.js";
import type { RecoveryReport } from "../recovery-report.js";
import type { Opened, Operation, Operations } from "../worker/worker-messages.js";
import type { WorkerSettings } from "../worker/worker-settings.js";
import { WorkerEnded } from "./worker-ended.js";
import { WorkerLink } from "./worker-link.js";

/** Keeps a worker on the database: starts it, starts another when it dies, and finds out what became of the groups it died over. */
export class StoreClient {
  private link: WorkerLink | undefined;
  /** Started before it was needed; has opened nothing. */
  private warmed: WorkerLink | undefined;
  private reopening: Promise<WorkerLink> | undefined;
  private isClosed = false;

  constructor(
    private readonly settings: WorkerSettings,
    private readonly onRecovery: (report: RecoveryReport) => void,
  ) {}

  /** See `Store.warm`. */
  warm(): void {
    if (!this.isClosed && !this.link) this.warmed ??= new WorkerLink(this.settings);
  }

  async open(): Promise<StoreOpening> {
    if (this.isClosed) throw new RequestError("HOST_CLOSED");
    if (this.link) {
      throw new StoreError("STORE_LOCKED", { path: this.settings.path, processId: process.pid });
    }
    try {
      const { opening } = await this.start();
      return opening;
    } catch (error) {
      // What keeps it from opening may go; then the same store opens.
      this.link = undefined;
      throw error;
    }
  }

  async commit(group: readonly StoreWrite[]): Promise<readonly StoreConflict[]> {
    const encoded = encodeGroup(group);
    try {
      const link = this.living() ?? (await this.reopened());
      return withGroupIndexes(group, await link.ask("commit", encoded, buffersOf(encoded)));
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error;
      return this.settle(group, error);
    }
  }

  /** @throws {StoreError} `STORE_UNAVAILABLE` when the worker died over it; asking again is harmless. */
  async ask<Name extends Exclude<Operation, "commit" | "settle" | "close">>(
    operation: Name,
    ask: Operations[Name]["ask"],
  ): Promise<Operations[Name]["answer"]> {
    try {
      const link = this.living() ?? (await this.reopened());
      return await link.ask(operation, ask);
    } catch (error) {
      throw error instanceof WorkerEnded ? this.unavailable(error) : error;
    }
  }

  async close(): Promise<void> {
    if (this.isClosed) return this.link?.whenEnded();
    this.isClosed = true;
    await this.warmed?.giveUp();
    const link = (await this.reopening?.catch(() => undefined)) ?? this.link;
    if (!link?.isAlive) return;
    try {
      await link.ask("close", undefined);
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error;
    }
    await link.whenEnded();
  }

  /** The group was in flight when the worker died: it is kept as a whole or not at all, and the tables tell which. */
  private async settle(group: readonly StoreWrite[], cause: WorkerEnded): Promise<readonly StoreConflict[]> {
    try {
      const link = await this.reopened();
      const { isKept, conflicts } = await link.ask("settle", encodeGroup(group));
      if (isKept) return withGroupIndexes(group, conflicts);
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error;
    }
    throw this.unavailable(cause);
  }

  private living(): WorkerLink | undefined {
    if (this.isClosed) throw new RequestError("HOST_CLOSED");
    if (!this.link) throw new StoreError("STORE_UNAVAILABLE", { path: this.settings.path, systemCode: "NOT_OPEN" });
    return this.link.isAlive && !this.reopening ? this.link : undefined;
  }

  private reopened(): Promise<WorkerLink> {
    if (this.link?.isAlive && !this.reopening) return Promise.resolve(this.link);
    this.reopening ??= this.start()
      .then(({ link }) => link)
      .finally(() => {
        this.reopening = undefined;
      });
    return this.reopening;
  }

  private async start(): Promise<Opened & { readonly link: WorkerLink }> {
    const link = this.warmed?.isAlive ? this.warmed : new WorkerLink(this.settings);
    this.warmed = undefined;
    this.link = link;
    try {
      const opened = await link.open();
      if (opened.recovery) this.onRecovery(opened.recovery);
      return { ...opened, link };
    } catch (error) {
      // What it held, the lock above all, must be free before anyone tries again.
      await link.whenEnded();
      throw error instanceof WorkerEnded ? this.unavailable(error) : error;
    }
  }

  private unavailable(cause: WorkerEnded): StoreError {
    return new StoreError("STORE_UNAVAILABLE", { path: this.settings.path, systemCode: "WORKER_ENDED" }, { cause });
  }
}
