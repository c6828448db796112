import type { SoftphoneCommand } from "../wire/softphone-command.js";
import type { SoftphonePresence } from "../wire/softphone-presence.js";

/** A page that asks for nothing for so long is not there any more. */
export const ABSENT_AFTER_MS = 45_000;
const COMMANDS_KEPT = 100;

/** One operator: whether the page is there, and what it is asked to do. Commands wait for it and are handed over once. */
export class OperatorDesk {
  private waiting: SoftphoneCommand[] = [];
  private wake: (() => void) | undefined;
  private presence: SoftphonePresence["state"] = "available";
  private seenAtMs = Number.NEGATIVE_INFINITY;
  private isAsking = false;

  state(nowMs: number): SoftphonePresence["state"] {
    return this.isAsking || nowMs - this.seenAtMs < ABSENT_AFTER_MS ? this.presence : "offline";
  }

  announce(presence: SoftphonePresence["state"], nowMs: number): void {
    this.presence = presence;
    this.seenAtMs = presence === "offline" ? Number.NEGATIVE_INFINITY : nowMs;
  }

  /** @returns false when too much waits already: the page takes nothing. */
  command(command: SoftphoneCommand): boolean {
    if (this.waiting.length >= COMMANDS_KEPT) return false;
    this.waiting.push(command);
    this.wake?.();
    return true;
  }

  /** What there is to do, at once or when something comes; nothing after `patienceMs`. A second page takes the first one's place. */
  async ask(patienceMs: number, now: () => number, signal: AbortSignal): Promise<SoftphoneCommand[]> {
    this.wake?.();
    if (this.presence === "offline") this.presence = "available";
    this.isAsking = true;
    this.seenAtMs = now();
    if (this.waiting.length === 0)
      await new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", end);
          resolve();
        };
        const timer = setTimeout(end, patienceMs);
        signal.addEventListener("abort", end);
        this.wake = end;
      });
    this.isAsking = false;
    this.seenAtMs = now();
    return signal.aborted ? [] : this.waiting.splice(0);
  }

  close(): void {
    this.wake?.();
  }
}
