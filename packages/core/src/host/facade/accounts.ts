import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import type { LaneRefill } from "../../outbound/lane-refill.js";
import type { AccountPolicies, AccountPolicyInput } from "../account-policies.js";
import type { AccountBlock, AccountRegistry } from "../account-registry.js";
import type { ChannelRegistry } from "../channel-registry.js";

/** Accounts: blocked with a reason, and released again (R20). */
@injectable()
export class Accounts {
  constructor(
    @inject(TOKENS.AccountRegistry) private readonly registry: AccountRegistry,
    @inject(TOKENS.AccountPolicies) private readonly policies: AccountPolicies,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
  ) {}

  /** What the host demands of this account, e.g. that each message states its legal basis (R14). @throws {InstructionInvalidError} */
  setPolicy(policy: AccountPolicyInput): Promise<void> {
    return this.policies.set(policy);
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
