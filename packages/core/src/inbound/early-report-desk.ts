import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import { documentPages } from "../ports/document-pages.js";
import type { Store, StoredDocument } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import {
  EARLY_REPORT_COLLECTION,
  type EarlyReportDocument,
  earlyReportDocument,
  earlyReportId,
  readEarlyReports,
} from "./early-report-document.js";
import { type EarlyReport, EarlyReports } from "./early-reports.js";

/** A receipt that did not come by then does not come. */
const KEPT_MS = 8 * 86_400_000;

/** Keeps reports that came before the receipt of their message, across a restart too. */
@injectable()
export class EarlyReportDesk {
  private readonly early = new EarlyReports();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
  ) {}

  get isEmpty(): boolean {
    return this.early.size === 0;
  }

  /** Resolves when the report is durable: the delivery it came with may be forgotten then. */
  async keep({ accountId, channelId }: Channel, report: EarlyReport): Promise<void> {
    if (!this.early.add(channelId, report)) return;
    for (const one of this.early.makeRoom(this.clock.now() - KEPT_MS))
      this.drop(earlyReportId(one.channelId, one.name));
    const reports = this.early.of(channelId, report.name);
    // Its delivery was tried again for so long that its receipt does not come either.
    if (reports.length === 0) return;
    await this.commits.keep({ kind: "document-put", document: earlyReportDocument(accountId, channelId, reports) });
  }

  /** The reports under any of these ids, oldest first; they stay in the store until {@link EarlyReportDesk.settle}. */
  take(channelId: string, ids: readonly (string | undefined)[]): EarlyReport[] {
    return this.early.take(channelId, ids);
  }

  /** The reports of a message were applied; those that were put back stay. */
  settle(channelId: string, name: string): void {
    if (this.early.of(channelId, name).length === 0) this.drop(earlyReportId(channelId, name));
  }

  /** Forgets an account's reports whose text a test picks, and those of messages by their names; in memory and, when it resolves, in the store. */
  async forget(
    accountId: string,
    picked: (text: string) => boolean,
    names: readonly { readonly channelId: string; readonly ids: readonly (string | undefined)[] }[],
  ): Promise<void> {
    const drop = (channelId: string, name: string): void => {
      this.early.take(channelId, [name]);
      this.drop(earlyReportId(channelId, name));
    };
    for (const { channelId, ids } of names) for (const id of ids) if (id !== undefined) drop(channelId, id);
    for await (const documents of documentPages(this.store, EARLY_REPORT_COLLECTION))
      for (const document of documents) {
        if (document.accountId !== accountId || !picked(document.value)) continue;
        const known = readEarlyReports(document);
        if (known === undefined) this.drop(document.id);
        else drop(known.channelId, known.name);
      }
    await this.commits.barrier();
  }

  /**
   * Reads what an earlier process kept.
   * @param apply - called with each message's reports, whose receipt may have come just before the process ended.
   */
  async load(apply: (document: EarlyReportDocument) => Promise<void>): Promise<void> {
    for await (const documents of documentPages(this.store, EARLY_REPORT_COLLECTION))
      for (const document of documents) await this.restore(document, apply);
  }

  private async restore(
    stored: StoredDocument,
    apply: (document: EarlyReportDocument) => Promise<void>,
  ): Promise<void> {
    const document = readEarlyReports(stored);
    const youngestAtMs = Math.max(0, ...(document?.reports ?? []).map(({ recordedAtMs }) => recordedAtMs));
    if (document === undefined) this.logger.error("early reports in the store cannot be read", { id: stored.id });
    else if (youngestAtMs >= this.clock.now() - KEPT_MS) {
      for (const report of document.reports) this.early.add(document.channelId, report);
      await apply(document);
    } else this.drop(stored.id);
  }

  private drop(id: string): void {
    this.commits.push({ kind: "document-delete", collection: EARLY_REPORT_COLLECTION, id });
  }
}
