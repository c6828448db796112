import { inject, injectable } from "tsyringe";
import type { z } from "zod";
import {
  type Block,
  type BlockDecision,
  blockDecisionSchema,
  type BlockOrder,
  blockOrderSchema,
  type Refutation,
  refutationSchema,
} from "../../blocks/block.js";
import type { BlockBook } from "../../blocks/block-book.js";
import type { HeldMessages } from "../../blocks/held-messages.js";
import { TOKENS } from "../../di/tokens.js";
import type { ReleaseOrders } from "../../outbound/release-orders.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import type { AccountRegistry } from "../account-registry.js";
import type { AuthorityDesk } from "../authority-desk.js";
import type { ChannelRegistry } from "../channel-registry.js";

/** Blocks and limits, with reason, refutation and decision on record (R20). */
@injectable()
export class Blocks {
  constructor(
    @inject(TOKENS.BlockBook) private readonly book: BlockBook,
    @inject(TOKENS.HeldMessages) private readonly held: HeldMessages,
    @inject(TOKENS.ReleaseOrders) private readonly releases: ReleaseOrders,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.AuthorityDesk) private readonly authority: AuthorityDesk,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
  ) {}

  /**
   * Blocks or limits an account, one of its channels, or a recipient: at once, whatever the account asks meanwhile. What it handed over before is
   * held, not lost; a limit counts new messages only.
   * @throws {InstructionInvalidError} @throws {RequestError} `CHANNEL_UNKNOWN`. @throws {StoreError} nothing was placed.
   */
  async place(order: BlockOrder): Promise<Block> {
    const checked = check(blockOrderSchema, order);
    if (checked.subject.kind === "channel") this.channels.get(checked.accountId, checked.subject.channelId);
    const { accountId, act, subject } = checked;
    const asked = { accountId, act, action: "place-block", subject: idOf(subject) ?? accountId } as const;
    return this.book.place(checked, this.authority.actedBy(await this.authority.require(asked)));
  }

  /** Records what the account says against it; changes nothing until it is decided. @throws {RequestError} `BLOCK_UNKNOWN`. */
  async refute(refutation: Refutation): Promise<Block> {
    const checked = check(refutationSchema, refutation);
    const { accountId, act, blockId } = checked;
    const asked = { accountId, act, action: "refute-block", subject: blockId } as const;
    return this.book.refute(checked, this.authority.actedBy(await this.authority.require(asked)));
  }

  /**
   * Lifts or upholds it, with what becomes of the messages it held. A block that is upheld can be refuted and decided again.
   * @throws {InstructionInvalidError} @throws {RequestError} `BLOCK_UNKNOWN`, `BLOCK_OWN_CASE`.
   */
  async decide(decision: BlockDecision): Promise<Block> {
    const checked = check(blockDecisionSchema, decision);
    const { accountId, act, blockId } = checked;
    const authorised = await this.authority.require({ accountId, act, action: "decide-block", subject: blockId });
    const by = this.authority.actedBy(authorised);
    return this.book.decideOn(checked, by, {
      cancel: (block) => this.held.cancel(block, by),
      release: this.releases.of(accountId),
    });
  }

  /** Every block of an account, those lifted included. */
  async list(accountId: string): Promise<Block[]> {
    this.accounts.require(accountId);
    return this.book.of(accountId);
  }

  /** @throws {RequestError} `BLOCK_UNKNOWN`. */
  async get(accountId: string, blockId: string): Promise<Block> {
    this.accounts.require(accountId);
    return this.book.get(accountId, blockId);
  }
}

/** The host is asked about the channel; who a recipient is stays with the block. */
const idOf = (subject: z.output<typeof blockOrderSchema>["subject"]): string | undefined =>
  subject.kind === "channel" ? subject.channelId : undefined;

function check<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new InstructionInvalidError(parsed.error);
  return parsed.data;
}
