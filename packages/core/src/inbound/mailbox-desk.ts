import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { AvailabilityBoard } from "../availability/availability-board.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { Store } from "../ports/store.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { CURSOR_COLLECTION, cursorId, type InboundRecorder } from "./inbound-recorder.js";

interface Running {
  readonly aborter: AbortController;
  readonly ended: Promise<void>;
}

/** A synchronisation that rejected is started again after this long: credentials or the server may have been mended. Milliseconds. */
const RESTART_AFTER_MS = 30_000;

/** Keeps the mailboxes and listeners of active channels running, and hands them the sink that makes deliveries durable. */
@injectable()
export class MailboxDesk {
  private readonly running = new Map<string, Running>();
  private stopped = false;

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.InboundRecorder) private readonly recorder: InboundRecorder,
    @inject(TOKENS.AvailabilityBoard) private readonly availability: AvailabilityBoard,
  ) {}

  /** Starts a channel's synchronisation when it has one, is active, and none runs. */
  start(channel: Channel): void {
    const wanted = channel.activation === undefined && channel.terms === undefined;
    if (this.stopped || !wanted || this.running.has(channel.channelId)) return;
    if (channel.provider?.manifest.capabilities.includes("mailboxSync") !== true) return;
    const aborter = new AbortController();
    this.running.set(channel.channelId, { aborter, ended: this.run(channel, aborter.signal) });
  }

  async stop(channel: Channel): Promise<void> {
    const running = this.running.get(channel.channelId);
    this.running.delete(channel.channelId);
    running?.aborter.abort();
    await running?.ended;
  }

  async stopAll(): Promise<void> {
    this.stopped = true;
    const all = [...this.running.values()];
    this.running.clear();
    for (const { aborter } of all) aborter.abort();
    await Promise.all(all.map(({ ended }) => ended));
  }

  private async run(channel: Channel, signal: AbortSignal): Promise<void> {
    const { channelId, providerId } = channel;
    while (!signal.aborted) {
      try {
        const { instance } = await this.channels.open(channel);
        await instance.mailboxSync?.doSync(this.sink(channel), signal);
        if (!signal.aborted) this.logger.warn("a mailbox synchronisation ended by itself", { channelId, providerId });
      } catch (error) {
        const code = ContactCenterError.isInstance(error) ? error.code : "PLUGIN_FAILED";
        this.logger.error("a mailbox synchronisation failed", { channelId, providerId, code });
        this.availability.failure(channelId, providerId, code === "CREDENTIALS_UNAVAILABLE" ? "account" : "host", code);
      }
      await pause(RESTART_AFTER_MS, signal);
    }
  }

  private sink(channel: Channel): InboundSinkV1 {
    const { channelId, providerId } = channel;
    return {
      accept: (delivery) =>
        this.recorder.record(channel, { ...delivery, source: "sync", attributes: delivery.attributes ?? {} }),
      readCursor: async (name) => {
        const document = await this.store.document(CURSOR_COLLECTION, cursorId(channelId, name));
        return document === undefined ? undefined : z.string().parse(JSON.parse(document.value));
      },
      writeCursor: async (name, value) => {
        await this.recorder.writeCursor(channel, name, value);
      },
      report: ({ state, party = "network", code = "DISCONNECTED" }) => {
        if (state === "connected") this.availability.success(channelId, providerId, 0);
        else this.availability.failure(channelId, providerId, party, code);
      },
    };
  }
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    signal.addEventListener("abort", end);
  });
}
