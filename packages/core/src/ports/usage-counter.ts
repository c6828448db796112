/** So many messages in so much time, for each account, channel, or provider of an account; after a complaint for one recipient, too. */
export interface UsageLimit {
  readonly per: "account" | "channel" | "provider" | "recipient";
  readonly messages: number;
  readonly windowSeconds: number;
}

/** What a message claims of one limit: it may be taken only where the limit leaves room for all of it. */
export interface UsageClaim {
  /** Names what is limited; no personal data. */
  readonly key: string;
  readonly accountId: string;
  readonly limit: UsageLimit;
  /** How many it takes; 1 when absent. A message takes one for each of its recipients, of a recipient's own limit one. */
  readonly count?: number;
  /** The block whose reduced rate this is (R20). */
  readonly blockId?: string;
}

/**
 * Taken: every claim was counted. Else none was; `claim` is the position of the one without room, which has room again at `untilMs`: of several the
 * one that has room last, where the counter knows.
 */
export type UsageVerdict =
  { readonly taken: true } | { readonly taken: false; readonly claim: number; readonly untilMs: number };

/**
 * Counts messages against limits, exactly, however many come at once. The host's own counts for one process; several that share accounts
 * need one they share, e.g. `rateLimiterCounter` over Redis. One that fails refuses: nothing is let through uncounted (R19).
 */
export interface UsageCounter {
  /** All claims or none. Answers at once where it can; what takes longer than 5 s is no answer, and is given back when it comes. */
  take(claims: readonly UsageClaim[]): UsageVerdict | Promise<UsageVerdict>;
  /**
   * Gives back what was taken for a message that was not accepted after all. Nobody waits for it; where it fails, the count stays.
   * @param takenAtMs - when it was taken: a window that began later never counted it.
   */
  giveBack(claims: readonly UsageClaim[], takenAtMs: number): void | Promise<void>;
}
