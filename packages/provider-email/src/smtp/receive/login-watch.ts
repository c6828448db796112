import type { MailAccount } from "../account/mail-account.js";

/** Notices that the login a connection began with counts no more: another one took its place, or the host gives none any longer (R22). */
export class LoginWatch {
  private readonly timer: NodeJS.Timeout;
  private unknownSinceMs: number | undefined;
  private over = false;

  /**
   * @param owner - whose the connection is, of {@link MailAccount.owner} before it was opened.
   * @param onOver - called each time a look finds that the login is over.
   */
  constructor(
    private readonly account: MailAccount,
    private readonly owner: string,
    private readonly everyMs: number,
    private readonly onOver: () => void,
  ) {
    this.timer = setInterval(() => void this.look(), everyMs);
    this.timer.unref();
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Looks now. @returns whether the login is over. */
  async look(): Promise<boolean> {
    try {
      if ((await this.account.owner()) !== this.owner) this.over = true;
      this.unknownSinceMs = undefined;
    } catch {
      // A vault that is away for a moment ends nothing; what it gives no more was taken away.
      this.unknownSinceMs ??= performance.now();
      if (performance.now() - this.unknownSinceMs >= this.everyMs) this.over = true;
    }
    if (this.over) this.onOver();
    return this.over;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
