import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import type { ConsentBook } from "../consent/consent-book.js";
import { TOKENS } from "../di/tokens.js";
import type { ActedBy } from "../ledger/acted-by.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { FairUse } from "../outbound/fair-use.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store } from "../ports/store.js";
import { actSchema } from "../spec/act.js";
import { accountIdSchema } from "../spec/identifier.js";
import { Turns } from "../timing/turns.js";

const COLLECTION = "account-policies";

/** What the host demands of an account beyond what it demands of all. */
export const accountPolicySchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    act: actSchema,
    /**
     * `warranted`: the account answers for the legal basis of what it sends, as it accepted with the instruction; so it is until something else is
     * said. `stated`: every message names its basis and purpose (R14). Consent that a message relies on is looked up either way.
     */
    legalBasis: z.enum(["warranted", "stated"]).optional(),
    /** Its service plan (R19); `null`: the host's default again. */
    plan: z.string().min(1).max(64).nullable().optional(),
  }),
);
type AccountPolicy = z.infer<typeof accountPolicySchema>;
export type AccountPolicyInput = z.input<typeof accountPolicySchema>;

/** The policies of accounts that have one of their own; the others take no memory. */
@injectable()
export class AccountPolicies {
  private readonly turns = new Turns();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.ConsentBook) private readonly consents: ConsentBook,
    @inject(TOKENS.FairUse) private readonly fairUse: FairUse,
  ) {}

  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const document of documents) this.apply(parseDocument(document, accountPolicySchema));
  }

  /**
   * Changes what it names and leaves the rest as it was: nothing is given up by not being said.
   * @throws {RequestError} `PLAN_UNKNOWN`. @throws {StoreError} nothing was changed.
   */
  async set(change: AccountPolicy, by: ActedBy): Promise<void> {
    if (typeof change.plan === "string") this.fairUse.check(change.plan);
    await this.turns.take(change.accountId, () => this.change(change, by));
  }

  private async change(change: AccountPolicy, by: ActedBy): Promise<void> {
    const { accountId, act: _act, ...named } = change;
    const known = await this.store.document(COLLECTION, accountId);
    const before = known === undefined ? {} : parseDocument(known, accountPolicySchema);
    const policy: AccountPolicy = { ...before, ...change };
    const document = { collection: COLLECTION, id: accountId, accountId, value: JSON.stringify(policy) };
    await this.commits.commit(
      { kind: "document-put", document },
      this.audit.entryOf({ accountId, ...by, action: "policy-set", subject: accountId, details: named }),
    );
    this.apply(policy);
  }

  private apply({ accountId, legalBasis, plan }: AccountPolicy): void {
    this.consents.requireBasis(accountId, legalBasis === "stated");
    this.fairUse.setPlan(accountId, plan ?? undefined);
  }
}
