import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import { type UsageWindow, windowAt } from "../policy/fair-use-policy.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store } from "../ports/store.js";
import type { UsageClaim, UsageCounter, UsageVerdict } from "../ports/usage-counter.js";
import type { ClockV1 } from "../spec/connection/clock.js";

const COLLECTION = "usage";
/** The part of a limit that is written ahead, so that a count costs a write now and then and not each time. */
const LEASE = 0.05;
const SWEEP_EVERY_MS = 60_000;
/** What is over is kept for so long: the clock may have gone ahead, and come back. */
const KEPT_MS = 86_400_000;
const TAKEN = { taken: true } as const;
const documentSchema = z.lazy(() => z.object({ startMs: z.number(), windowSeconds: z.number(), used: z.number() }));

interface Counted extends UsageWindow {
  readonly accountId: string;
  readonly windowSeconds: number;
  startMs: number;
  used: number;
  /** What the store says was used: never less than what was. */
  leased: number;
  /** The window before this one. */
  before?: UsageWindow | undefined;
}

/**
 * The counter of one process: exact, because it answers without waiting. What it writes runs ahead of what it counts, so that a crash can make a
 * count too high by a twentieth of the limit, and never too low.
 */
@injectable()
export class UsageBook implements UsageCounter {
  private readonly windows = new Map<string, Counted>();
  private sweptAtMs = 0;

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
  ) {}

  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const document of documents) {
        const { startMs, windowSeconds, used } = parseDocument(document, documentSchema);
        const { id, accountId } = document;
        this.windows.set(id, { accountId, startMs, windowSeconds, used, leased: used });
      }
  }

  /** What was used of a limit, and until when it counts. */
  usage({ key, limit }: UsageClaim): { readonly used: number; readonly untilMs: number } {
    const { startMs, used } = this.windowOf(key, limit.windowSeconds, this.clock.now());
    return { used, untilMs: startMs + limit.windowSeconds * 1_000 };
  }

  take(claims: readonly UsageClaim[]): UsageVerdict {
    const nowMs = this.clock.now();
    let last: Extract<UsageVerdict, { readonly taken: false }> | undefined;
    let position = 0;
    for (const { key, limit, count = 1 } of claims) {
      const { startMs, used } = this.windowOf(key, limit.windowSeconds, nowMs);
      const untilMs = startMs + limit.windowSeconds * 1_000;
      if (used + count > limit.messages && untilMs > (last?.untilMs ?? 0))
        last = { taken: false, claim: position, untilMs };
      position += 1;
    }
    if (last !== undefined) return last;
    for (const claim of claims) this.count(claim, nowMs);
    if (nowMs - this.sweptAtMs > SWEEP_EVERY_MS) this.sweep(nowMs);
    return TAKEN;
  }

  giveBack(claims: readonly UsageClaim[], takenAtMs: number): void {
    for (const { key, count = 1 } of claims) {
      const counted = this.windows.get(key);
      // What was taken in a window that is over is in none any more.
      if (counted !== undefined && counted.startMs <= takenAtMs) counted.used = Math.max(0, counted.used - count);
    }
  }

  /** The account is gone. */
  forget(accountId: string): void {
    for (const [key, counted] of this.windows) if (counted.accountId === accountId) this.windows.delete(key);
  }

  /** Writes what was really used, so that a host that ends in good order loses nothing of its limits. */
  close(): void {
    for (const [key, counted] of this.windows) {
      if (counted.leased === counted.used) continue;
      counted.leased = counted.used;
      this.write(key, counted);
    }
  }

  /**
   * A window that lies ahead of a clock that was set back begins anew with what it counted, and with what the one before did where the clock is back in
   * that: a clock gives nobody a second limit.
   */
  private windowOf(key: string, windowSeconds: number, nowMs: number): UsageWindow {
    const known = this.windows.get(key);
    if (known !== undefined && known.startMs > nowMs) {
      const { before } = known;
      if (before !== undefined && nowMs < before.startMs + windowSeconds * 1_000) known.used += before.used;
      known.before = undefined;
      known.leased = Math.max(known.leased, known.used);
      known.startMs = nowMs;
      this.write(key, known);
    }
    return windowAt(known, windowSeconds, nowMs);
  }

  private count({ key, accountId, limit, count = 1 }: UsageClaim, nowMs: number): void {
    const { windowSeconds, messages } = limit;
    let counted = this.windows.get(key);
    const window = this.windowOf(key, windowSeconds, nowMs);
    if (counted === undefined || window !== counted) {
      const before = counted && { startMs: counted.startMs, used: counted.used };
      counted = { accountId, windowSeconds, startMs: window.startMs, used: 0, leased: 0, before };
      this.windows.set(key, counted);
    }
    counted.used += count;
    if (counted.used <= counted.leased) return;
    counted.leased = Math.min(messages, counted.used + Math.ceil(messages * LEASE));
    this.write(key, counted);
  }

  private write(key: string, { accountId, startMs, windowSeconds, leased }: Counted): void {
    const value = JSON.stringify({ startMs, windowSeconds, used: leased });
    this.commits.push({ kind: "document-put", document: { collection: COLLECTION, id: key, accountId, value } });
  }

  private sweep(nowMs: number): void {
    this.sweptAtMs = nowMs;
    for (const [key, counted] of this.windows) {
      if (nowMs < counted.startMs + counted.windowSeconds * 1_000 + KEPT_MS) continue;
      this.windows.delete(key);
      this.commits.push({ kind: "document-delete", collection: COLLECTION, id: key });
    }
  }
}
