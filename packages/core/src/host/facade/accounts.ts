import { inject, injectable } from "tsyringe";
import type { z } from "zod";
import { TOKENS } from "../../di/tokens.js";
import type { FairUse } from "../../outbound/fair-use.js";
import type { LaneRefill } from "../../outbound/lane-refill.js";
import type { UsageBook } from "../../outbound/usage-book.js";
import type { UsageLimit } from "../../ports/usage-counter.js";
import type { AccountDesk } from "../../rights/account-desk.js";
import { type AccountOrder, accountOrderSchema, type AccountState } from "../../rights/account-state.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import type { AuthorityDesk } from "../authority-desk.js";
import type { AccountPolicies, AccountPolicyInput } from "../account-policies.js";
import type { AccountBlock, AccountRegistry } from "../account-registry.js";
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
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
    @inject(TOKENS.AccountDesk) private readonly desk: AccountDesk,
    @inject(TOKENS.AuthorityDesk) private readonly authority: AuthorityDesk,
  ) {}

  /** What the host demands of this account, e.g. that each message states its legal basis (R14). @throws {InstructionInvalidError} */
  setPolicy(policy: AccountPolicyInput): Promise<void> {
    return this.policies.set(policy);
  }

  /** What an account has used of its plan's limits, for each of its channels (R19). Counts of a counter of the host's own are with it. */
  usage(accountId: string): AccountUsage {
    requireAccount(accountId);
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
  block(block: AccountBlock): Promise<void> {
    return this.registry.block(block);
  }

  /** Lifts a block; held messages go on. */
  async unblock(block: AccountBlock): Promise<void> {
    await this.registry.unblock(block);
    for (const channel of this.channels.all())
      if (channel.accountId === block.accountId) await this.refill.release(channel.channelId);
  }

  /** Nothing of the account passes any more; its data stays for the time of the option `retention`, then it is deleted (R18). */
  async suspend(order: AccountOrder): Promise<void> {
    await this.desk.suspend(await this.checked(order, "suspend-account"));
  }

  /** Takes a suspended or archived account up again; held messages go on. @throws {RequestError} `ACCOUNT_DELETED`. */
  async resume(order: AccountOrder): Promise<void> {
    await this.desk.resume(await this.checked(order, "resume-account"));
  }

  /**
   * Deletes an account with its data: messages, deliveries, consents, channels, everything but the ledger and the trail, from which its people are taken
   * out. Ordered, durably, when this resolves, and nothing passes any more; `deleted` waits for the end. @throws {RequestError} `ACCOUNT_DELETED`.
   */
  async delete(order: AccountOrder): Promise<void> {
    await this.desk.delete(await this.checked(order, "delete-account"));
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

  private async checked(
    order: AccountOrder,
    action: "suspend-account" | "resume-account" | "delete-account",
  ): Promise<z.output<typeof accountOrderSchema>> {
    const parsed = accountOrderSchema.safeParse(order);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const { accountId, act } = parsed.data;
    await this.authority.require({ accountId, act, action, subject: accountId });
    return parsed.data;
  }
}
