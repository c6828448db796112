import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { ChannelRecords } from "./channel-records.js";
import type { ChannelRegistry } from "./channel-registry.js";

/** Nobody comes back to a channel that is removed, so nothing of what its plugin kept there, conversations and files of people, stays (R15). */
@injectable()
export class RemovedChannels {
  private running: Promise<void> | undefined;
  private isStopped = false;

  constructor(
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.ChannelRecords) private readonly records: ChannelRecords,
  ) {}

  /** Of one that is removed and closed. @throws {StoreError} what is left then goes at the next start. */
  purge(channelId: string): Promise<void> {
    return this.records.purge(channelId);
  }

  /** Goes on where a host ended before everything was gone. In the background: nobody waits for it. */
  start(): void {
    this.running = this.purgeAll();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private async purgeAll(): Promise<void> {
    const removed = [...this.channels.all()].filter(({ storedState }) => storedState === "removed");
    for (const { channelId } of removed) {
      if (this.isStopped) return;
      await this.records.purge(channelId).catch(() => {
        this.logger.warn("what a removed channel kept could not be deleted", { channelId });
      });
    }
  }
}
