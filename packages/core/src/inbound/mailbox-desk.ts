import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { AvailabilityBoard } from "../availability/availability-board.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { Store } from "../ports/store.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { withinTime } from "../timing/within-time.js";
import { AnswerInvalidError } from "../spec/errors/answer-invalid-error.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { CURSOR_COLLECTION, cursorId, type InboundRecorder } from "./inbound-recorder.js";

interface Running {
  readonly aborter: AbortController;
  readonly ended: Promise<void>;
}

/** A synchronisation that rejected is started again after this long: credentials or the server may have been mended. Milliseconds. */
const RESTART_AFTER_MS = 30_000;

/** What a plugin hands in, checked: one that hands in nonsense makes no group of others fail. */
const cursorSchema = z.lazy(() => z.object({ name: z.string().min(1).max(200), value: z.string() }));
const deliverySchema = z.lazy(() =>
  z.object({
    deduplicationKey: z.string().min(1).max(1_000),
    contentType: z.string().max(255),
    body: z.instanceof(Uint8Array),
    attributes: z.record(z.string(), z.string()).optional(),
    cursor: cursorSchema.optional(),
  }),
);
const healthSchema = z.lazy(() =>
  z.object({
    state: z.enum(["connected", "disconnected"]),
    party: z.enum(["provider", "network", "account", "host"]).default("network"),
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,63}$/)
      .default("DISCONNECTED")
      .catch("DISCONNECTED"),
  }),
);

/** Time a synchronisation has to end when it is told to. Milliseconds. */
const STOP_LIMIT_MS = 5_000;

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
    if (running !== undefined) await this.endOf(running, channel.channelId);
  }

  async stopAll(): Promise<void> {
    this.stopped = true;
    const all = [...this.running];
    this.running.clear();
    for (const [, { aborter }] of all) aborter.abort();
    await Promise.all(all.map(([channelId, running]) => this.endOf(running, channelId)));
  }

  private endOf({ ended }: Running, channelId: string): Promise<void> {
    return withinTime(ended, STOP_LIMIT_MS, () => {
      this.logger.warn("a mailbox synchronisation goes on although it was told to end", { channelId });
    });
  }

  private async run(channel: Channel, signal: AbortSignal): Promise<void> {
    const { channelId, providerId } = channel;
    while (!signal.aborted) {
      try {
        const { instance } = await this.channels.open(channel);
        await instance.mailboxSync?.doSync(this.sink(channel), signal);
        if (isRunning(signal)) this.logger.warn("a mailbox synchronisation ended by itself", { channelId, providerId });
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
    let isLost = false;
    return {
      accept: async (delivery) => {
        const parsed = deliverySchema.safeParse(delivery);
        if (!parsed.success) throw new AnswerInvalidError(parsed.error);
        const { attributes = {}, body, ...rest } = parsed.data;
        // Copied: the plugin may use its buffer again.
        return this.recorder.record(channel, { ...rest, body: Uint8Array.from(body), source: "sync", attributes });
      },
      readCursor: async (name) => {
        const document = await this.store.document(CURSOR_COLLECTION, cursorId(channelId, name));
        return document === undefined ? undefined : z.string().parse(JSON.parse(document.value));
      },
      writeCursor: async (name, value) => {
        const cursor = cursorSchema.safeParse({ name, value });
        if (!cursor.success) throw new AnswerInvalidError(cursor.error);
        await this.recorder.writeCursor(channel, cursor.data.name, cursor.data.value);
      },
      report: (health) => {
        const { state, party, code } = healthSchema.parse(health);
        if (state === "disconnected") this.availability.failure(channelId, providerId, party, code);
        // What others of the channel met is not ended by a connection that was not part of it.
        else if (isLost) this.availability.recovered(channelId, providerId);
        else this.availability.success(channelId, providerId, undefined);
        isLost = state === "disconnected";
      },
    };
  }
}

/** Asked anew: it changes while the plugin runs. */
const isRunning = (signal: AbortSignal): boolean => !signal.aborted;

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
