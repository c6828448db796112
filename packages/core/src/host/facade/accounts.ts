import { inject, injectable } from "tsyringe";
import type { z } from "zod";
import { TOKENS } from "../../di/tokens.js";
import type { FairUse } from "../../outbound/fair-use.js";
import type { ReleaseOrders } from "../../outbound/release-orders.js";
import type { UsageBook } from "../../outbound/usage-book.js";
import type { UsageLimit } from "../../ports/usage-counter.js";
import type { AccountDesk } from "../../rights/account-desk.js";
import { type AccountOrder, accountOrderSchema, type AccountState } from "../../rights/account-state.js";
import type { Act } from "../../spec/act.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import type { ActedBy } from "../../ledger/acted-by.js";
import type { AuthorisedAction } from "../../ports/authority.js";
import { type AccountPolicyInput, accountPolicySchema, type AccountPolicies } from "../account-policies.js";
import { type AccountBlock, accountBlockSchema, type AccountRegistry } from "../account-registry.js";
import type { AuthorisedAct, AuthorityDesk } from "../authority-desk.js";
import type { ChannelRegistry } from "../channel-registry.js";
import { requireAccount } from "../require-account.js";

/** How much of its plan an account has used. */
export interface AccountUsage {
  readonly plan: string;
  readonly limits: readonly (UsageLimit & { readonly id: string; readonly used: number; readonly until: string })[];
}

/** Accounts: their policy and plan, blocked with a reason, and released again (R20). */
@injectable()
export class Accounts {
  constructor(
    @inject(TOKENS.AccountRegistry) private readonly registry: AccountRegistry,
    @inject(TOKENS.FairUse) private readonly fairUse: FairUse,
    @inject(TOKENS.UsageBook) private readonly usageBook: UsageBook,
    @inject(TOKENS.AccountPolicies) private readonly policies: AccountPolicies,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.ReleaseOrders) private readonly releases: ReleaseOrders,
    @inject(TOKENS.AccountDesk) private readonly desk: AccountDesk,
    @inject(TOKENS.AuthorityDesk) private readonly authority: AuthorityDesk,
  ) {}

  /**
   * What the host demands of this account, e.g. that each message states its legal basis (R14); it changes what it names and leaves the rest.
   * @throws {InstructionInvalidError} @throws {RequestError} `PLAN_UNKNOWN`, and as every act here `AUTHORITY_REFUSED`, `AUTHORITY_UNAVAILABLE`,
   * `ACCOUNT_DELETED`. @throws {StoreError} nothing was changed.
   */
  async setPolicy(policy: AccountPolicyInput): Promise<void> {
    const { checked, by } = await this.authorised(accountPolicySchema, policy, "set-policy");
    await this.policies.set(checked, by);
  }

  /** What an account has used of its plan's limits, for each of its channels (R19). Counts of a counter of the host's own are with it. */
  usage(accountId: string): AccountUsage {
    this.registry.require(accountId);
    const counts = new Map<string, AccountUsage["limits"][number]>();
    for (const channel of this.channels.all()) {
      if (channel.accountId !== accountId) continue;
      const { channelId, providerId } = channel;
      const idOf = { account: accountId, channel: channelId, provider: providerId, recipient: "" };
      for (const claim of this.fairUse.claims(channel)) {
        const { used, untilMs } = this.usageBook.usage(claim);
        counts.set(claim.key, {
          ...claim.limit,
          id: idOf[claim.limit.per],
          used,
          until: new Date(untilMs).toISOString(),
        });
      }
    }
    return { plan: this.fairUse.planNameOf(accountId), limits: [...counts.values()] };
  }

  /** From now on nothing of this account leaves; what it handed over is held. */
  async block(block: AccountBlock): Promise<void> {
    const { checked, act } = await this.authorised(accountBlockSchema, block, "block-account");
    await this.registry.block(checked, this.authority.entryOf(act, "account-blocked", { reason: checked.reason }));
  }

  /** Lifts a block; held messages go on. */
  async unblock(block: AccountBlock): Promise<void> {
    const { checked, act } = await this.authorised(accountBlockSchema, block, "unblock-account");
    const { accountId, reason } = checked;
    const order = this.releases.of(accountId);
    await this.registry.unblock(accountId, this.authority.entryOf(act, "account-unblocked", { reason }), order.write);
    await order.carryOut();
  }

  /** Nothing of the account passes any more; its data stays for the time of the option `retention`, then it is deleted (R18). */
  async suspend(order: AccountOrder): Promise<void> {
    const { checked, by } = await this.authorised(accountOrderSchema, order, "suspend-account");
    await this.desk.suspend(checked, by);
  }

  /** Takes a suspended or archived account up again; held messages go on. @throws {RequestError} `ACCOUNT_DELETED`. */
  async resume(order: AccountOrder): Promise<void> {
    const { checked, by } = await this.authorised(accountOrderSchema, order, "resume-account");
    await this.desk.resume(checked, by);
  }

  /**
   * Deletes an account with its data: messages, deliveries, consents, channels, everything but the ledger and the trail, from which its people are taken
   * out. Ordered, durably, when this resolves, and nothing passes any more; `deleted` waits for the end. @throws {RequestError} `ACCOUNT_DELETED`.
   */
  async delete(order: AccountOrder): Promise<void> {
    const { checked, by } = await this.authorised(accountOrderSchema, order, "delete-account");
    await this.desk.delete(checked, by);
  }

  /**
   * Gives the id of a deleted account to a new one, which has nothing of the old. Without it no call is made in its name any more.
   * @throws {RequestError} `ACCOUNT_EXISTS`: it is not deleted, or not yet.
   */
  async recreate(order: AccountOrder): Promise<void> {
    const { checked, by } = await this.authorised(accountOrderSchema, order, "recreate-account");
    await this.desk.recreate(checked, by);
  }

  /** Resolves when a deletion that was ordered is done (`deleted`) or has to wait for a transfer (`deleting`). */
  deleted(accountId: string): Promise<AccountState["state"]> {
    requireAccount(accountId);
    return this.desk.settled(accountId);
  }

  /** `active` where nothing else was said. */
  state(accountId: string): AccountState["state"] {
    requireAccount(accountId);
    return this.desk.stateOf(accountId);
  }

  /** Applies the option `retention` to every account. The host does it each hour. */
  sweep(): Promise<void> {
    return this.desk.sweep();
  }

  /** Complete, and asked of the host: who runs it, or whom it lets. */
  private async authorised<Schema extends z.ZodType<{ accountId: string; act: Act }>>(
    schema: Schema,
    input: unknown,
    action: AuthorisedAction,
  ): Promise<{ readonly checked: z.output<Schema>; readonly act: AuthorisedAct; readonly by: ActedBy }> {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const { accountId, act } = parsed.data;
    const authorised = await this.authority.require({ accountId, act, action, subject: accountId });
    return { checked: parsed.data, act: authorised, by: this.authority.actedBy(authorised) };
  }
}
