import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import type { ConsentBook } from "../consent/consent-book.js";
import { TOKENS } from "../di/tokens.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { FairUse } from "../outbound/fair-use.js";
import type { Store } from "../ports/store.js";
import { actSchema } from "../spec/act.js";
import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import { accountIdSchema } from "../spec/identifier.js";

const COLLECTION = "account-policies";
const PAGE = 1_000;

/** What the host demands of an account beyond what it demands of all. */
const accountPolicySchema = z.strictObject({
  accountId: accountIdSchema,
  act: actSchema,
  /**
   * `warranted`: the account answers for the legal basis of what it sends, as it accepted with the instruction. `stated`: every message names its
   * basis and purpose (R14). Consent that a message relies on is looked up either way.
   */
  legalBasis: z.enum(["warranted", "stated"]).default("warranted"),
  /** Its service plan (R19); the host's default when absent. */
  plan: z.string().min(1).max(64).optional(),
});
export type AccountPolicyInput = z.input<typeof accountPolicySchema>;

/** The policies of accounts that have one of their own; the others take no memory. */
@injectable()
export class AccountPolicies {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.ConsentBook) private readonly consents: ConsentBook,
    @inject(TOKENS.FairUse) private readonly fairUse: FairUse,
  ) {}

  async load(): Promise<void> {
    let afterId: string | undefined;
    for (;;) {
      const documents = await this.store.documents({ collection: COLLECTION, afterId, limit: PAGE });
      for (const { value } of documents) this.apply(accountPolicySchema.parse(JSON.parse(value)));
      if (documents.length < PAGE) return;
      afterId = documents.at(-1)?.id;
    }
  }

  /** The whole policy: what is not named is the default. @throws {InstructionInvalidError} @throws {RequestError} `PLAN_UNKNOWN`. */
  async set(input: AccountPolicyInput): Promise<void> {
    const parsed = accountPolicySchema.safeParse(input);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const policy = parsed.data;
    const { accountId, act, legalBasis, plan } = policy;
    if (plan !== undefined) this.fairUse.check(plan);
    const document = { collection: COLLECTION, id: accountId, accountId, value: JSON.stringify(policy) };
    await this.commits.commit(
      { kind: "document-put", document },
      this.audit.entryOf({
        accountId,
        actor: act.actor,
        action: "policy-set",
        subject: accountId,
        details: plan === undefined ? { legalBasis } : { legalBasis, plan },
      }),
    );
    this.apply(policy);
  }

  private apply({ accountId, legalBasis, plan }: z.output<typeof accountPolicySchema>): void {
    this.consents.requireBasis(accountId, legalBasis === "stated");
    this.fairUse.setPlan(accountId, plan);
  }
}
