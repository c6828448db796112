import type { LinkHandlers } from "../border/link.js";
import { PluginStoppedError, type StopReason } from "../plugin-stopped-error.js";
import { PluginProcess, type PluginStart } from "./plugin-process.js";

export interface SupervisorEvents {
  started(): void;
  /** `startsAtMs`: earliest next start. `isHeldOff`: too many failures in a row. */
  stopped(fact: { reason: StopReason; failures: number; startsAtMs: number; isHeldOff: boolean }): void;
}

/**
 * Starts the process when it is needed, and again after it failed: with waits that double, and not at all for a while after too many failures
 * in a row. It never starts it by itself, so a connector that nobody uses costs nothing.
 */
export class Supervisor {
  private life: Promise<PluginProcess> | undefined;
  private current: PluginProcess | undefined;
  private failures = 0;
  private lastReason: StopReason = "exit";
  private startsAtMs = 0;
  private startedAtMs = 0;
  private isClosed = false;

  /** @param confirm - checks what the loaded connector says of itself; throws when it may not run. */
  constructor(
    private readonly start: PluginStart,
    private readonly handlers: Pick<LinkHandlers, "asked" | "told">,
    private readonly confirm: (said: unknown) => StopReason | undefined,
    private readonly events: SupervisorEvents,
    private readonly now: () => number,
  ) {}

  /** @throws {PluginStoppedError} it may not be started yet, or could not be. */
  running(): Promise<PluginProcess> {
    if (this.life !== undefined) return this.life;
    if (this.isClosed || this.now() < this.startsAtMs) return Promise.reject(this.notRunning());
    const life = this.begin();
    this.life = life;
    return life;
  }

  /** Ends the process without counting it as a failure. */
  stop(): void {
    this.life = undefined;
    const { current } = this;
    this.current = undefined;
    current?.stop("exit");
  }

  close(): void {
    this.isClosed = true;
    this.stop();
  }

  private async begin(): Promise<PluginProcess> {
    const plugin: PluginProcess = new PluginProcess(this.start, this.handlers, (reason) => this.ended(plugin, reason));
    this.current = plugin;
    this.startedAtMs = this.now();
    let wrong: StopReason | undefined;
    try {
      const { entry, exportName, versions, limits } = this.start;
      const { maxLogLinesPerSecond } = limits;
      wrong = this.confirm(await plugin.ready("load", { entry, exportName, versions, maxLogLinesPerSecond }));
    } catch (error) {
      plugin.stop("start-failed");
      throw PluginStoppedError.isInstance(error) ? this.notRunning() : error;
    }
    if (wrong !== undefined) {
      plugin.stop(wrong);
      throw this.notRunning();
    }
    this.events.started();
    return plugin;
  }

  private ended(plugin: PluginProcess, reason: StopReason): void {
    if (this.current !== plugin) return;
    this.current = undefined;
    this.life = undefined;
    const { limits } = this.start;
    const nowMs = this.now();
    this.failures = nowMs - this.startedAtMs >= limits.steadyAfterMs ? 1 : this.failures + 1;
    this.lastReason = reason;
    const isHeldOff = this.failures >= limits.maxFailures;
    const waitMs = isHeldOff
      ? limits.holdOffMs
      : Math.min(limits.restartMaxMs, limits.restartBaseMs * 2 ** (this.failures - 1));
    this.startsAtMs = nowMs + waitMs;
    const { failures, startsAtMs } = this;
    this.events.stopped({ reason, failures, startsAtMs, isHeldOff });
    // After a hold-off it has one try; a success makes an end of the row.
    if (isHeldOff) this.failures = limits.maxFailures - 1;
  }

  private notRunning(): PluginStoppedError {
    const { lastReason: reason, failures, startsAtMs } = this;
    return new PluginStoppedError({ providerId: this.start.providerId, reason, failures, startsAtMs });
  }
}
