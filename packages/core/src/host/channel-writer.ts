import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { StoreWrite } from "../ports/store.js";
import { Turns } from "../timing/turns.js";
import type { ChannelDocument } from "./channel-document.js";
import { channelWrites } from "./channel-writes.js";

/** Writes channels: each change builds on the one before, and none is kept without its entry in the trail. */
@injectable()
export class ChannelWriter {
  private readonly turns = new Turns();

  constructor(@inject(TOKENS.CommitQueue) private readonly commits: CommitQueue) {}

  /** One change of a channel at a time. */
  take<Result>(channelId: string, change: () => Promise<Result>): Promise<Result> {
    return this.turns.take(channelId, change);
  }

  /** @throws {StoreError} neither the document nor the entry was kept. */
  async put(document: ChannelDocument, audited: StoreWrite): Promise<void> {
    await this.commits.commit(...channelWrites(document), audited);
  }

  /** As `put`, tried again until the store takes it: for what happened already. */
  async keep(document: ChannelDocument, audited: StoreWrite): Promise<void> {
    await this.commits.keep(...channelWrites(document), audited);
  }
}
