import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { HostSettings } from "../host/host-settings.js";
import type { Store } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";

const PRUNE_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Where webhooks come in: longer than the longest time a provider is known to repeat one (Meta and 360dialog, 7 days). */
const WEBHOOKS_MS = 8 * DAY_MS;

/** Keeps the keys of handled deliveries for longer than any provider repeats them, and forgets them then. */
@injectable()
export class DeduplicationMemory {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @inject(TOKENS.Options) private readonly options: HostSettings,
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.SteadyClock) private readonly steady: ClockV1,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.prune(), PRUNE_EVERY_MS).unref();
    this.prune();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private prune(): void {
    let keptMs = this.options.deduplicationDays * DAY_MS;
    for (const channel of this.channels.all()) keptMs = Math.max(keptMs, repeatedForMs(channel));
    // Tried again in an hour: what is kept for longer does no harm.
    // By the clock that is behind: one that was set forward by mistake forgets nothing.
    const nowMs = Math.min(this.clock.now(), this.steady.now());
    this.store.pruneInbound(nowMs - keptMs).catch(() => undefined);
  }
}

function repeatedForMs({ provider }: Channel): number {
  // Its provider is away for now, and its webhooks come again when it is back.
  if (provider === undefined) return WEBHOOKS_MS;
  const { webhooks } = provider.manifest;
  return webhooks === undefined ? 0 : Math.max(WEBHOOKS_MS, webhooks.retriedForSeconds * 1_000 + DAY_MS);
}
