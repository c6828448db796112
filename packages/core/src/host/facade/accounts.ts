import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import type { FairUse } from "../../outbound/fair-use.js";
import type { LaneRefill } from "../../outbound/lane-refill.js";
import type { UsageBook } from "../../outbound/usage-book.js";
import type { UsageLimit } from "../../ports/usage-counter.js";
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
}
