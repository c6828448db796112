import { inject, injectable } from "tsyringe";
import type { AvailabilityBoard } from "../availability/availability-board.js";
import type { BlockBook } from "../blocks/block-book.js";
import type { CallBook } from "../calls/call-book.js";
import type { CallDesk } from "../calls/call-desk.js";
import type { CallResume } from "../calls/call-resume.js";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { SuppressionList } from "../consent/suppression-list.js";
import type { Egress } from "../egress/index.js";
import type { InboundDesk } from "../inbound/inbound-desk.js";
import type { MailboxDesk } from "../inbound/mailbox-desk.js";
import type { Dispatcher } from "../outbound/dispatcher.js";
import type { LaneRefill } from "../outbound/lane-refill.js";
import type { ReleaseOrders } from "../outbound/release-orders.js";
import type { MessageStates } from "../outbound/message-states.js";
import type { UsageBook } from "../outbound/usage-book.js";
import type { SendDesk } from "../outbound/send-desk.js";
import type { TransferDesk } from "../outbound/transfer-desk.js";
import type { PersonReferences } from "../people/person-references.js";
import type { Store, StoreOpening } from "../ports/store.js";
import { StoreError } from "../spec/errors/store-error.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { ProviderV1 } from "../spec/provider.js";
import type { AccountDesk } from "../rights/account-desk.js";
import type { AskedErasures } from "../rights/asked-erasures.js";
import type { RightsDesk } from "../rights/rights-desk.js";
import type { AccountPolicies } from "./account-policies.js";
import type { AccountRegistry } from "./account-registry.js";
import type { ChannelChanges } from "./channel-changes.js";
import type { ChannelRegistry } from "./channel-registry.js";
import type { ChannelVerification } from "./channel-verification.js";
import type { EventBus } from "./event-bus.js";
import { hookOf } from "./hook-of.js";
import type { HookRunner } from "./hook-runner.js";
import type { ProviderRegistry } from "./provider-registry.js";
import type { RemovedChannels } from "./removed-channels.js";
import type { UnvisitedChannels } from "./unvisited-channels.js";
import { withinTime } from "../timing/within-time.js";

/** Time for the outcomes of transfers that were broken off to be recorded. Milliseconds. */
const LAST_OUTCOMES_MS = 500;
/** Time a store has to take the last writes. Milliseconds. */
const DRAIN_LIMIT_MS = 10_000;
/** How often the host looks whether an adequacy decision has ended. Milliseconds. */
const ZONE_REVIEW_MS = 3_600_000;

/** Stores that a host of this process works with. Each host keeps in mind what it wrote: two would use up each other's numbers. */
const storesInUse = new WeakSet<Store>();

/** Starts the services in order, and stops them in reverse: first what takes work in, last what makes it durable. */
@injectable()
export class HostLifecycle {
  private zoneReview: NodeJS.Timeout | undefined;

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.HookRunner) private readonly hooks: HookRunner,
    @inject(TOKENS.Egress) private readonly egress: Egress,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ProviderRegistry) private readonly providers: ProviderRegistry,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.ChannelChanges) private readonly changes: ChannelChanges,
    @inject(TOKENS.ChannelVerification) private readonly verification: ChannelVerification,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
    @inject(TOKENS.AccountPolicies) private readonly policies: AccountPolicies,
    @inject(TOKENS.BlockBook) private readonly blocks: BlockBook,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.AccountDesk) private readonly accountDesk: AccountDesk,
    @inject(TOKENS.RightsDesk) private readonly rights: RightsDesk,
    @inject(TOKENS.AskedErasures) private readonly askedErasures: AskedErasures,
    @inject(TOKENS.UsageBook) private readonly usage: UsageBook,
    @inject(TOKENS.SuppressionList) private readonly suppressions: SuppressionList,
    @inject(TOKENS.AvailabilityBoard) private readonly availability: AvailabilityBoard,
    @inject(TOKENS.SendDesk) private readonly sendDesk: SendDesk,
    @inject(TOKENS.Dispatcher) private readonly dispatcher: Dispatcher,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
    @inject(TOKENS.ReleaseOrders) private readonly releases: ReleaseOrders,
    @inject(TOKENS.TransferDesk) private readonly transfers: TransferDesk,
    @inject(TOKENS.MessageStates) private readonly states: MessageStates,
    @inject(TOKENS.CallBook) private readonly callBook: CallBook,
    @inject(TOKENS.CallDesk) private readonly callDesk: CallDesk,
    @inject(TOKENS.CallResume) private readonly callResume: CallResume,
    @inject(TOKENS.InboundDesk) private readonly inbound: InboundDesk,
    @inject(TOKENS.MailboxDesk) private readonly mailboxes: MailboxDesk,
    @inject(TOKENS.RemovedChannels) private readonly removed: RemovedChannels,
    @inject(TOKENS.UnvisitedChannels) private readonly unvisited: UnvisitedChannels,
  ) {}

  /** Opens the store and goes on with everything that was accepted before. */
  async start(providers: readonly ProviderV1[]): Promise<void> {
    for (const provider of providers) this.providers.add(provider);
    const { lastMessageSequence, lastInboundSequence } = await this.openStore();
    try {
      // First: the lists below are kept under these names.
      await this.people.load();
      await Promise.all([
        this.accounts.load(),
        this.policies.load(),
        this.usage.load(),
        this.suppressions.load(),
        this.blocks.load(),
        this.rights.load(),
        this.accountDesk.load(),
      ]);
      await this.channels.load();
      this.changes.review(this.channels.all());
      await this.callBook.load();
      this.sendDesk.start(lastMessageSequence);
      this.askedErasures.start();
      this.inbound.start(lastInboundSequence);
      await this.refill.start();
      await this.dispatcher.restorePauses(this.store, ({ accountId, channelId }) =>
        this.channels.find(accountId, channelId),
      );
      await this.resume(lastMessageSequence);
      await this.releases.resume();
      for (const channel of this.channels.all()) this.mailboxes.start(channel);
      this.callResume.start();
      this.rights.start();
      this.accountDesk.start();
      this.removed.start();
      this.zoneReview = setInterval(() => this.channels.reviewZones(), ZONE_REVIEW_MS).unref();
      await this.hooks.run("host-started", {});
      this.inbound.begin();
      this.unvisited.start();
    } catch (error) {
      await this.stop(0);
      throw error;
    }
  }

  private async openStore(): Promise<StoreOpening> {
    if (storesInUse.has(this.store)) throw new StoreError("STORE_LOCKED", { processId: process.pid });
    storesInUse.add(this.store);
    try {
      return await this.store.open();
    } catch (error) {
      storesInUse.delete(this.store);
      throw error;
    }
  }

  /** Nothing accepted is lost: what is under way may end within `graceMs`, the rest goes on after the next start. */
  async stop(graceMs: number): Promise<void> {
    clearInterval(this.zoneReview);
    this.unvisited.stop();
    this.sendDesk.close();
    this.callDesk.close();
    await this.callResume.stop();
    try {
      await this.hooks.run("host-closing", {});
    } catch (error) {
      this.logger.warn("a hook failed while the host closed", hookOf(error));
    }
    this.accountDesk.stop();
    this.releases.close();
    this.verification.close();
    await Promise.all([this.mailboxes.stopAll(), this.rights.stop(), this.removed.stop()]);
    const [left] = await Promise.all([this.dispatcher.stop(graceMs), this.inbound.stop(graceMs)]);
    if (left > 0)
      this.logger.warn("transfers were still under way at the end of the grace period", { transfers: left });
    // Closing the way out ends what still hangs; its outcome is recorded like any other.
    await this.channels.closeAll();
    await this.egress.close();
    await this.dispatcher.stop(LAST_OUTCOMES_MS);
    this.usage.close();
    await withinTime(this.commits.drain(), DRAIN_LIMIT_MS, () => {
      this.logger.error("the store took too long to take the last writes", { writes: this.commits.pending });
    });
    this.commits.close();
    this.states.close();
    this.transfers.close();
    this.availability.close();
    await this.store.close().finally(() => storesInUse.delete(this.store));
    this.events.removeAll();
  }

  private async resume(lastSequence: number): Promise<void> {
    for (const channelId of await this.store.queuedChannels("ready")) {
      const channel = this.channels.ofHost(channelId);
      if (channel !== undefined) this.dispatcher.resume(channel, lastSequence);
      else this.logger.error("messages wait for a channel that is not known", { channelId });
    }
  }
}
