import type { SoftphoneCommand } from "../wire/softphone-command.js";
import type { SoftphonePresence } from "../wire/softphone-presence.js";

/** A page that asks for nothing for so long is not there any more. */
export const ABSENT_AFTER_MS = 45_000;

/** One page of an operator: whether it is there, and what it is asked to do with its calls. */
export class OperatorPage {
  private waiting: SoftphoneCommand[] = [];
  /** Given to the page, which has not said that it has them: an answer may be lost on its way. */
  private given: SoftphoneCommand[] = [];
  private wake: (() => void) | undefined;
  private presence: SoftphonePresence["state"] = "available";
  private seenAtMs = Number.NEGATIVE_INFINITY;
  private asking = 0;

  /** @param isNamed - a page that does not say which it is cannot be told apart from another one: it is given nothing twice. */
  constructor(private readonly isNamed: boolean) {}

  state(nowMs: number): SoftphonePresence["state"] {
    return this.asking > 0 || nowMs - this.seenAtMs < ABSENT_AFTER_MS ? this.presence : "offline";
  }

  announce(presence: SoftphonePresence["state"], nowMs: number): void {
    this.presence = presence;
    this.seenAtMs = presence === "offline" ? Number.NEGATIVE_INFINITY : nowMs;
  }

  command(command: SoftphoneCommand): void {
    this.waiting.push(command);
    this.rouse();
  }

  get waits(): number {
    return this.waiting.length + this.given.length;
  }

  rouse(): void {
    this.wake?.();
  }

  /**
   * What there is to do, at once or when something comes; nothing after `patienceMs`. A second question takes the first one's place.
   * @param shared - what any page of the operator may take. @param last - the last command that came to the page.
   */
  async ask(
    shared: SoftphoneCommand[],
    last: string | undefined,
    patienceMs: number,
    now: () => number,
    signal: AbortSignal,
  ): Promise<SoftphoneCommand[]> {
    this.rouse();
    if (this.presence === "offline") this.presence = "available";
    // Where it has got none of them the index is -1: all are given again.
    this.given = this.given.slice(this.given.findIndex(({ commandId }) => commandId === last) + 1);
    this.asking += 1;
    this.seenAtMs = now();
    if (this.waits + shared.length === 0) await this.something(patienceMs, signal);
    this.asking -= 1;
    this.seenAtMs = now();
    if (signal.aborted) return [];
    const all = [...this.given, ...this.waiting.splice(0), ...shared.splice(0)];
    if (this.isNamed) this.given = all;
    return all;
  }

  private something(patienceMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, patienceMs);
      signal.addEventListener("abort", end);
      this.wake = end;
    });
  }
}
