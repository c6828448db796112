import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { AuditLog } from "../ledger/audit-log.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import { documentPages } from "../ports/document-pages.js";
import type { Store, StoreWrite } from "../ports/store.js";
import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import { accountIdSchema } from "../spec/identifier.js";
import { actSchema } from "../spec/act.js";

const COLLECTION = "accounts";
/** The name under which `accounts.block` stands. */
const BY_HAND = "by-hand";

/** A block of an account with its reason (R20). */
const blockSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    act: actSchema,
    reason: z.string().min(1).max(1_000),
  }),
);
export type AccountBlock = z.input<typeof blockSchema>;

/**
 * Which accounts are refused, and for which reasons: each reason stands under a name of its own, and the account goes on when none is left. What it
 * handed over before is held, not lost.
 */
@injectable()
export class AccountRegistry {
  private readonly standing = new Map<string, Map<string, Refusal>>();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
  ) {}

  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const { id } of documents) this.refuse(id, BY_HAND, refusal("ACCOUNT_BLOCKED"));
  }

  refusalOf(accountId: string): Refusal | undefined {
    if (this.standing.size === 0) return undefined;
    return this.standing.get(accountId)?.values().next().value;
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

  async block(input: AccountBlock): Promise<void> {
    const block = checkBlock(input);
    const { accountId } = block;
    // Refused from now on, before it is durable: a block never comes too late.
    this.refuse(accountId, BY_HAND, refusal("ACCOUNT_BLOCKED"));
    await this.commits.commit(
      {
        kind: "document-put",
        document: { collection: COLLECTION, id: accountId, accountId, value: JSON.stringify(block) },
      },
      this.entryOf(block, "account-blocked"),
    );
  }

  async unblock(input: AccountBlock): Promise<void> {
    const block = checkBlock(input);
    const { accountId } = block;
    await this.commits.commit(
      { kind: "document-delete", collection: COLLECTION, id: accountId },
      this.entryOf(block, "account-unblocked"),
    );
    this.allow(accountId, BY_HAND);
  }

  private entryOf({ accountId, act, reason }: z.infer<typeof blockSchema>, action: string): StoreWrite {
    return this.audit.entryOf({ accountId, actor: act.actor, action, subject: accountId, details: { reason } });
  }
}

/** @throws {InstructionInvalidError} */
function checkBlock(input: AccountBlock): z.infer<typeof blockSchema> {
  const parsed = blockSchema.safeParse(input);
  if (!parsed.success) throw new InstructionInvalidError(parsed.error);
  return parsed.data;
}
