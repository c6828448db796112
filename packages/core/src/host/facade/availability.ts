import { inject, injectable } from "tsyringe";
import type { AvailabilityBoard } from "../../availability/availability-board.js";
import type { AvailabilityReport } from "../../availability/availability-report.js";
import { TOKENS } from "../../di/tokens.js";
import type { ChannelRegistry } from "../channel-registry.js";

/** Who works and who does not, and whose fault it is (R7). Changes come as `availability-changed`. */
@injectable()
export class Availability {
  constructor(
    @inject(TOKENS.AvailabilityBoard) private readonly board: AvailabilityBoard,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
  ) {}

  /** Of one channel; state `unknown` while nothing was tried. */
  channel(accountId: string, channelId: string): AvailabilityReport {
    const { providerId } = this.channels.get(accountId, channelId);
    return this.board.report("channel", channelId) ?? this.board.nothingKnown("channel", channelId, providerId);
  }

  provider(providerId: string): AvailabilityReport {
    return this.board.report("provider", providerId) ?? this.board.nothingKnown("provider", providerId, providerId);
  }

  /** Of every provider that was used, for whoever runs the host. */
  providers(): AvailabilityReport[] {
    return this.board.reports().filter(({ scope }) => scope === "provider");
  }
}
