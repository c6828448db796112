import { setImmediate } from "node:timers/promises";
import { type ClockV1, ContactCenterError, type LoggerV1, type RecordsV1 } from "@plugboard/core/spec";
import { z } from "zod";
import { eraseVisitor } from "./erase-visitor.js";
import { dayOf } from "./last-use.js";
import { lastUsePrefix } from "./record-ids.js";
import type { VisitorLogs } from "./visitor-logs.js";

/** Days pass slowly. Milliseconds. */
const EVERY_MS = 3_600_000;
/** Conversations that are looked at before others get a turn. */
const BATCH = 50;

/** Removes the conversations that nobody has used for so long that nobody is to have them any more (R15), when the channel opens and every hour. */
export class ConversationSweep {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly records: RecordsV1,
    private readonly logs: VisitorLogs,
    private readonly clock: ClockV1,
    private readonly logger: LoggerV1,
    private readonly channelId: string,
    private readonly keepDays: number,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.look(), EVERY_MS).unref();
    this.look();
  }

  /** Resolves when nothing of it is under way any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    await this.running;
  }

  private look(): void {
    this.running ??= this.sweep()
      .catch((error: unknown) => this.failed(error))
      .finally(() => (this.running = undefined));
  }

  private async sweep(): Promise<void> {
    const nowMs = this.clock.now();
    for (let after: string | undefined; ;) {
      // Not in the turn in which somebody waits for the channel to open, nor for a batch before.
      await setImmediate();
      if (this.isStopping()) return;
      const found = await this.records.list({ prefix: lastUsePrefix, after, limit: BATCH });
      for (const { id, value } of found) {
        if (this.isStopping() || !this.isOver(Number(id.split("/")[1]), nowMs)) return;
        // One that cannot be read does not keep the others.
        await this.remove(id, value, nowMs).catch((error: unknown) => this.failed(error));
      }
      after = found.at(-1)?.id;
      if (found.length < BATCH) return;
    }
  }

  /** Asked anew: it changes while something is waited for. */
  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private isOver(day: number, nowMs: number): boolean {
    return dayOf(nowMs) - day > this.keepDays;
  }

  private failed(error: unknown): void {
    const code = ContactCenterError.isInstance(error) ? error.code : "PLUGIN_FAILED";
    this.logger.warn("a conversation that is over could not be removed", { channelId: this.channelId, code });
  }

  private async remove(id: string, value: string, nowMs: number): Promise<void> {
    const sessionId = z.string().parse(JSON.parse(value));
    const log = await this.logs.get(sessionId);
    // Somebody has had a page open all the time.
    if (log !== undefined && log.readers.size > 0) await log.use(nowMs);
    else if (log !== undefined)
      await eraseVisitor(log, { kind: "expired", atMs: nowMs }, ({ usedAtMs }) => this.isOver(dayOf(usedAtMs), nowMs));
    if (log === undefined || log.isErased) await this.records.commit([{ kind: "delete", id }]);
  }
}
