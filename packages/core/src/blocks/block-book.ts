import { inject, injectable } from "tsyringe";
import type { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { AccountRegistry } from "../host/account-registry.js";
import type { EventBus } from "../host/event-bus.js";
import type { ActedBy } from "../ledger/acted-by.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { FairUse } from "../outbound/fair-use.js";
import type { GateContext } from "../outbound/gate.js";
import type { GatePipeline } from "../outbound/gate-pipeline.js";
import type { ReleaseOrder } from "../outbound/release-orders.js";
import type { PersonReferences } from "../people/person-references.js";
import { decideBlocks, refusalOfBlock, type StandingBlock } from "../policy/block-policy.js";
import type { Refusal } from "../policy/refusal.js";
import { documentPages } from "../ports/document-pages.js";
import type { Ids } from "../ports/ids.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { Address } from "../spec/message/address.js";
import { Turns } from "../timing/turns.js";
import {
  type Block,
  type blockDecisionSchema,
  blockedPeople,
  type blockOrderSchema,
  blockSchema,
  type refutationSchema,
} from "./block.js";

const COLLECTION = "blocks";

/**
 * Blocks and limits of accounts, channels and recipients with their refutations and decisions, and the gate that asks (R20). Those in
 * force are in memory; accounts without one cost a comparison.
 */
@injectable()
export class BlockBook {
  /** By account: blocks in force of channels and recipients. Those of accounts stand in the account registry. */
  private readonly standing = new Map<string, Map<string, StandingBlock>>();
  private readonly turns = new Turns();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
    @inject(TOKENS.FairUse) private readonly fairUse: FairUse,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.GatePipeline) gates: GatePipeline,
  ) {
    gates.use({ name: "block", again: true, decide: (context) => this.decide(context) });
  }

  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const document of documents) {
        const block = parseDocument(document, blockSchema);
        if (block.state === "in-force") this.enforce(block);
      }
  }

  /** In force at once, before it is durable: a block never comes too late. Resolves when it is durable. */
  async place(order: z.output<typeof blockOrderSchema>, by: ActedBy): Promise<Block> {
    const { accountId, subject, measure, cause, reason, act } = order;
    const block: Block = {
      blockId: this.ids.next("blk"),
      accountId,
      subject:
        subject.kind === "recipient"
          ? { kind: "recipient", person: this.people.of(accountId, subject.address) }
          : subject,
      ...{
        measure,
        cause,
        reason,
        placed: act,
        placedAt: this.now(),
        state: "in-force",
        refutations: [],
        decisions: [],
      },
    };
    this.enforce(block);
    try {
      await this.put(block, "block-placed", by, {
        subject: subject.kind,
        measure: measure.kind,
        cause: cause.kind,
        reason,
      });
    } catch (error) {
      this.release(block);
      throw error;
    }
    this.events.emit("block-placed", {
      accountId,
      blockId: block.blockId,
      subject: subject.kind,
      measure: measure.kind,
    });
    return block;
  }

  /** @throws {RequestError} `BLOCK_UNKNOWN`, also when it was lifted. */
  refute(
    { accountId, blockId, statement, evidence, act }: z.output<typeof refutationSchema>,
    by: ActedBy,
  ): Promise<Block> {
    return this.turns.take(blockId, async () => {
      const block = await this.inForce(accountId, blockId);
      const refutation = { statement, evidence, act, recordedAt: this.now() };
      const changed: Block = { ...block, refutations: [...block.refutations, refutation] };
      await this.put(changed, "block-refuted", by, { evidence: evidence.length });
      this.events.emit("block-refuted", { accountId, blockId });
      return changed;
    });
  }

  /**
   * @param settle.cancel - takes the messages back that it held.
   * @param settle.release - lets them go: kept with the decision, carried out once it stands and before it is told.
   * @throws {RequestError} `BLOCK_UNKNOWN`; `BLOCK_OWN_CASE`: nobody decides on what they themselves refuted.
   */
  decideOn(
    { accountId, blockId, decision, messages, reason, act }: z.output<typeof blockDecisionSchema>,
    by: ActedBy,
    settle: { readonly cancel: (block: Block) => Promise<void>; readonly release: ReleaseOrder },
  ): Promise<Block> {
    return this.turns.take(blockId, async () => {
      const block = await this.inForce(accountId, blockId);
      if (block.refutations.some((one) => isSameActor(one.act.actor, act.actor)))
        throw new RequestError("BLOCK_OWN_CASE", { blockId });
      const taken = { decision, messages, reason, act, decidedAt: this.now() };
      const state = decision === "lifted" ? "lifted" : "in-force";
      const changed: Block = { ...block, state, decisions: [...block.decisions, taken] };
      // Taken back while the block still holds them: none slips out between.
      if (messages === "cancel") await settle.cancel(changed);
      const ordered = messages === "release" ? [settle.release.write] : [];
      await this.put(changed, "block-decided", by, { decision, messages, reason }, ordered);
      if (decision === "lifted") this.release(changed);
      if (messages === "release") await settle.release.carryOut();
      this.events.emit("block-decided", { accountId, blockId, decision, messages });
      return changed;
    });
  }

  /**
   * A blocked person's address was rectified: what stands against them stands under both addresses, until it is lifted. Can be repeated.
   * @returns how many blocks and limits were taken along.
   */
  async extend(accountId: string, from: Address, to: Address, by: ActedBy): Promise<number> {
    const [known, added] = [this.people.of(accountId, from), this.people.of(accountId, to)];
    const isMeant = (block: Block): boolean => block.state === "in-force" && blockedPeople(block).includes(known);
    let taken = 0;
    for (const { blockId } of (await this.of(accountId)).filter(isMeant))
      await this.turns.take(blockId, async () => {
        const block = await this.get(accountId, blockId);
        const { subject } = block;
        if (!isMeant(block) || subject.kind !== "recipient" || blockedPeople(block).includes(added)) return;
        const changed: Block = { ...block, subject: { ...subject, others: [...(subject.others ?? []), added] } };
        this.enforce(changed);
        await this.put(changed, "block-extended", by, { reason: "the address was rectified" });
        taken += 1;
      });
    return taken;
  }

  /** The blocks of an account, those lifted included. */
  async of(accountId: string): Promise<Block[]> {
    const blocks: Block[] = [];
    for await (const documents of documentPages(this.store, COLLECTION, accountId))
      for (const document of documents) blocks.push(parseDocument(document, blockSchema));
    return blocks;
  }

  /** @throws {RequestError} `BLOCK_UNKNOWN`, also for another account's. */
  async get(accountId: string, blockId: string): Promise<Block> {
    const document = await this.store.document(COLLECTION, blockId);
    if (document?.accountId !== accountId) throw new RequestError("BLOCK_UNKNOWN", { blockId });
    return parseDocument(document, blockSchema);
  }

  /** The block of a whole channel, for calls beside sending. */
  refusalOfChannel(accountId: string, channelId: string): Refusal | undefined {
    const blocks = this.standing.get(accountId);
    return blocks === undefined ? undefined : decideBlocks(blocks.values(), { channelId, people: [] });
  }

  /** The account is gone. */
  forget(accountId: string): void {
    this.standing.delete(accountId);
  }

  private decide({ channel, message }: GateContext): Refusal | undefined {
    if (this.standing.size === 0) return undefined;
    const { accountId, channelId } = channel;
    const blocks = this.standing.get(accountId);
    if (blocks === undefined) return undefined;
    return decideBlocks(blocks.values(), {
      channelId,
      people: message.recipients.map(({ address }) => this.people.of(accountId, address)),
    });
  }

  private async inForce(accountId: string, blockId: string): Promise<Block> {
    const block = await this.get(accountId, blockId);
    if (block.state !== "in-force") throw new RequestError("BLOCK_UNKNOWN", { blockId });
    return block;
  }

  private enforce(block: Block): void {
    const { accountId, blockId, measure } = block;
    const facts = factsOf(block);
    if (measure.kind === "limit") {
      const { messages, windowSeconds } = measure;
      this.fairUse.restrain(accountId, { ...facts, messages, windowSeconds });
    } else if (facts.subject === "account") this.accounts.refuse(accountId, blockId, refusalOfBlock(facts));
    else {
      const known = this.standing.get(accountId);
      if (known === undefined) this.standing.set(accountId, new Map([[blockId, facts]]));
      else known.set(blockId, facts);
    }
  }

  private release({ accountId, blockId }: Block): void {
    this.fairUse.unrestrain(accountId, blockId);
    this.accounts.allow(accountId, blockId);
    const known = this.standing.get(accountId);
    known?.delete(blockId);
    if (known?.size === 0) this.standing.delete(accountId);
  }

  /** Block, trail and what goes with them in one group. */
  private async put(
    block: Block,
    action: string,
    by: ActedBy,
    details: Readonly<Record<string, unknown>>,
    joined: readonly StoreWrite[] = [],
  ): Promise<void> {
    const { accountId, blockId } = block;
    await this.commits.commit(
      {
        kind: "document-put",
        document: { collection: COLLECTION, id: blockId, accountId, value: JSON.stringify(block) },
      },
      this.audit.entryOf({ accountId, ...by, action, subject: blockId, details }),
      ...joined,
    );
  }

  private now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}

function factsOf(block: Block): StandingBlock {
  const { blockId, subject } = block;
  return {
    blockId,
    subject: subject.kind,
    channelId: subject.kind === "channel" ? subject.channelId : undefined,
    people: subject.kind === "recipient" ? blockedPeople(block) : undefined,
  };
}

/** The same person, however their id is written: nobody decides their own case by a blank or a capital letter more. */
const isSameActor = (one: string, other: string): boolean => plainOf(one) === plainOf(other);
const plainOf = (actor: string): string =>
  actor
    .normalize("NFKC")
    .replace(/[\s\p{Cf}]/gu, "")
    .toLowerCase();
