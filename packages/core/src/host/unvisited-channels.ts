import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import type { Channel } from "./channel.js";
import type { ChannelRecords } from "./channel-records.js";
import type { ChannelRegistry } from "./channel-registry.js";

const DAY_MS = 86_400_000;

/**
 * What visitors left on the pages of a channel, its plugin keeps for a time of its own and removes while the channel is open. A channel that
 * nobody visits any more would never open and keep it for ever, so the host opens it, when it starts and once a day (R11, R15).
 */
@injectable()
export class UnvisitedChannels {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isStopped = false;

  constructor(
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.ChannelRecords) private readonly records: ChannelRecords,
  ) {}

  /** In the background: nobody waits for it. */
  start(): void {
    this.timer = setInterval(() => this.look(), DAY_MS).unref();
    this.look();
  }

  /** What is just opening ends with its channel. */
  stop(): void {
    this.isStopped = true;
    clearInterval(this.timer);
  }

  private look(): void {
    this.running ??= this.openAll().finally(() => (this.running = undefined));
  }

  private async openAll(): Promise<void> {
    for (const channel of this.channels.all()) {
      if (this.isStopped) return;
      if (!isServed(channel) || channel.open !== undefined) continue;
      await this.open(channel).catch((error: unknown) => this.failed(channel, error));
    }
  }

  private async open(channel: Channel): Promise<void> {
    if ((await this.records.hasAny(channel.channelId)) && !this.isStopped) await this.channels.open(channel);
  }

  private failed({ channelId }: Channel, error: unknown): void {
    if (this.isStopped) return;
    const code = ContactCenterError.isInstance(error) ? error.code : "PLUGIN_FAILED";
    this.logger.warn("a channel could not be opened to remove what its time is over of", { channelId, code });
  }
}

function isServed({ provider, activation, terms }: Channel): boolean {
  return provider?.manifest.site !== undefined && activation === undefined && terms === undefined;
}
