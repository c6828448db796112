import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import { documentPages } from "../ports/document-pages.js";
import type { Store, StoreWrite } from "../ports/store.js";
import { RequestError } from "../spec/errors/request-error.js";
import { accountIdSchema } from "../spec/identifier.js";
import { actSchema } from "../spec/act.js";
import { requireAccount } from "./require-account.js";

const COLLECTION = "accounts";
/** The name under which `accounts.block` stands. */
const BY_HAND = "by-hand";

/** A block of an account with its reason (R20). */
export const accountBlockSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    act: actSchema,
    reason: z.string().min(1).max(1_000),
  }),
);
export type AccountBlock = z.input<typeof accountBlockSchema>;

/**
 * Which accounts are refused, and for which reasons: each reason stands under a name of its own, and the account goes on when none is left. What it
 * handed over before is held, not lost.
 */
@injectable()
export class AccountRegistry {
  private readonly standing = new Map<string, Map<string, Refusal>>();
  /** Accounts whose block by hand the store has. */
  private readonly kept = new Set<string>();
  /** Blocks by hand on their way to the store, by account. */
  private readonly placing = new Map<string, number>();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
  ) {}

  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const { id } of documents) {
        this.kept.add(id);
        this.refuse(id, BY_HAND, refusal("ACCOUNT_BLOCKED"));
      }
  }

  refusalOf(accountId: string): Refusal | undefined {
    if (this.standing.size === 0) return undefined;
    return this.standing.get(accountId)?.values().next().value;
  }

  /**
   * That calls may be made in this account's name: a call without one would be everybody's, and what was deleted does not begin again because somebody
   * asks for it (R18, R22).
   * @throws {OptionInvalidError} it is none. @throws {RequestError} `ACCOUNT_DELETED`.
   */
  require(accountId: string): void {
    requireAccount(accountId);
    if (this.isDeleted(accountId)) throw new RequestError("ACCOUNT_DELETED", { accountId });
  }

  /** Whether the account was deleted, or is being deleted. */
  isDeleted(accountId: string): boolean {
    if (this.standing.size === 0) return false;
    for (const { code } of this.standing.get(accountId)?.values() ?? []) if (code === "ACCOUNT_DELETED") return true;
    return false;
  }

  /** Refuses everything of an account, from now on and in memory alone: who asks keeps the reason. */
  refuse(accountId: string, name: string, refused: Refusal): void {
    const known = this.standing.get(accountId);
    if (known === undefined) this.standing.set(accountId, new Map([[name, refused]]));
    else known.set(name, refused);
  }

  /** Takes one reason back. */
  allow(accountId: string, name: string): void {
    const known = this.standing.get(accountId);
    known?.delete(name);
    if (known?.size === 0) this.standing.delete(accountId);
  }

  /**
   * Refused from now on, before it is durable: a block never comes too late.
   * @param entry - of the trail, kept together with the block.
   * @throws {StoreError} it does not stand, unless another one does.
   */
  async block(block: z.output<typeof accountBlockSchema>, entry: StoreWrite): Promise<void> {
    const { accountId } = block;
    this.placing.set(accountId, (this.placing.get(accountId) ?? 0) + 1);
    this.refuse(accountId, BY_HAND, refusal("ACCOUNT_BLOCKED"));
    const document = { collection: COLLECTION, id: accountId, accountId, value: JSON.stringify(block) };
    try {
      await this.commits.commit({ kind: "document-put", document }, entry);
      this.kept.add(accountId);
    } finally {
      const left = (this.placing.get(accountId) ?? 1) - 1;
      if (left > 0) this.placing.set(accountId, left);
      else this.placing.delete(accountId);
      this.allowUnblocked(accountId);
    }
  }

  /**
   * A block that is placed meanwhile stands: it was asked for later.
   * @param joined - what is kept together with it: the entry of the trail, and what follows.
   */
  async unblock(accountId: string, ...joined: readonly StoreWrite[]): Promise<void> {
    await this.commits.commit({ kind: "document-delete", collection: COLLECTION, id: accountId }, ...joined);
    this.kept.delete(accountId);
    this.allowUnblocked(accountId);
  }

  /** The account's data is gone, and its blocks with it: that it is deleted stands by itself. */
  forget(accountId: string): void {
    this.kept.delete(accountId);
    for (const [name, { code }] of this.standing.get(accountId) ?? [])
      if (code === "ACCOUNT_BLOCKED") this.allow(accountId, name);
  }

  private allowUnblocked(accountId: string): void {
    if (!this.kept.has(accountId) && !this.placing.has(accountId)) this.allow(accountId, BY_HAND);
  }
}
