import { inject, injectable } from "tsyringe";
import type { BlockBook } from "../blocks/block-book.js";
import type { CommitQueue } from "../commit/commit-queue.js";
import type { ConsentBook } from "../consent/consent-book.js";
import type { SuppressionList } from "../consent/suppression-list.js";
import { TOKENS } from "../di/tokens.js";
import type { AccountRegistry } from "../host/account-registry.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { EarlyReportDesk } from "../inbound/early-report-desk.js";
import type { InboundDesk } from "../inbound/inbound-desk.js";
import type { MailboxDesk } from "../inbound/mailbox-desk.js";
import type { CancelDesk } from "../outbound/cancel-desk.js";
import type { FairUse } from "../outbound/fair-use.js";
import { messagesOf } from "../outbound/messages-of.js";
import type { UsageBook } from "../outbound/usage-book.js";
import type { PersonReferences } from "../people/person-references.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { CredentialVault } from "../vault/credential-vault.js";
import { isUnderWay } from "./is-under-way.js";
import type { RestrictionBook } from "./restriction-book.js";
import type { RightsBook } from "./rights-book.js";

const GROUP = 500;
const WAITS: ReadonlySet<string> = new Set(["accepted", "waiting", "held"]);
const INBOUND_STATES = ["recorded", "parked", "done"] as const;

/**
 * Takes an account's data out of everything the host has (R18). The ledger and the trail stay, without the people in them: their references are taken
 * out and the key that made them is destroyed. Every step can be repeated.
 */
@injectable()
export class AccountErasure {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.MailboxDesk) private readonly mailboxes: MailboxDesk,
    @inject(TOKENS.CancelDesk) private readonly cancels: CancelDesk,
    @inject(TOKENS.InboundDesk) private readonly inbound: InboundDesk,
    @inject(TOKENS.EarlyReportDesk) private readonly early: EarlyReportDesk,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.UsageBook) private readonly usage: UsageBook,
    @inject(TOKENS.FairUse) private readonly fairUse: FairUse,
    @inject(TOKENS.ConsentBook) private readonly consents: ConsentBook,
    @inject(TOKENS.SuppressionList) private readonly suppressions: SuppressionList,
    @inject(TOKENS.BlockBook) private readonly blocks: BlockBook,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
    @inject(TOKENS.RestrictionBook) private readonly restrictions: RestrictionBook,
    @inject(TOKENS.RightsBook) private readonly rights: RightsBook,
    @inject(TOKENS.CredentialVault) private readonly vault: CredentialVault,
  ) {}

  /**
   * Ends the account's traffic: takes back what waits, stops what fetches.
   * @returns whether nothing is under way any more; else it is asked again a little later.
   */
  async settle(accountId: string): Promise<boolean> {
    await this.commits.barrier();
    let underWay = 0;
    for await (const { record } of messagesOf(this.store, { accountId })) {
      const { messageId, state } = record;
      const isOpen = WAITS.has(state);
      if (isOpen && (await this.cancels.cancel(accountId, messageId, { actor: "host" }, "ACCOUNT_DELETED")).cancelled)
        continue;
      if (isOpen || isUnderWay(record)) underWay += 1;
    }
    if (underWay > 0) return false;
    for (const channel of [...this.channels.all()])
      if (channel.accountId === accountId) {
        await this.mailboxes.stop(channel);
        await this.channels.remove(channel);
      }
    return true;
  }

  /** @param kept - collections whose documents stay. */
  async erase(accountId: string, kept: ReadonlySet<string>): Promise<void> {
    await this.early.forget(accountId, () => true, []);
    await this.eraseDeliveries(accountId);
    await this.eraseMessages(accountId);
    await this.eraseReferences(accountId);
    this.forget(accountId);
    for (const collection of await this.store.collections(accountId)) {
      // The key that leads to people goes last: until then what is left can be found.
      if (!kept.has(collection) && collection !== "person-keys") await this.eraseDocuments(collection, accountId);
    }
    await this.people.destroyAccount(accountId);
    await this.store.scrub();
  }

  private async eraseDeliveries(accountId: string): Promise<void> {
    await this.commits.barrier();
    for (const state of INBOUND_STATES)
      for (;;) {
        const records = await this.store.inbound({ state, accountId, limit: GROUP });
        this.inbound.drop(new Set(records.map(({ sequence }) => sequence)));
        await this.keep(records.map(({ sequence }) => ({ kind: "inbound-delete", sequence })));
        if (records.length < GROUP) break;
      }
  }

  private async eraseMessages(accountId: string): Promise<void> {
    for (;;) {
      const records = await this.store.messages({ accountId, limit: GROUP });
      await this.keep(records.map(({ sequence }) => ({ kind: "message-delete", sequence })));
      if (records.length < GROUP) return;
    }
  }

  /** Receipts stay as receipts: of what, where, when; not to whom. */
  private async eraseReferences(accountId: string): Promise<void> {
    let after = 0;
    for (;;) {
      const entries = await this.store.ledger({ accountId, after, limit: GROUP });
      const told = entries.filter(({ isErased }) => !isErased);
      await this.keep(told.map(({ sequence }) => ({ kind: "ledger-erase", log: "transfer", accountId, sequence })));
      if (entries.length < GROUP) return;
      after = entries.at(-1)?.sequence ?? after;
    }
  }

  private async eraseDocuments(collection: string, accountId: string): Promise<void> {
    for (;;) {
      const documents = await this.store.documents({ collection, accountId, limit: GROUP });
      await this.keep(documents.map(({ id }) => ({ kind: "document-delete", collection, id })));
      if (documents.length < GROUP) return;
    }
  }

  private forget(accountId: string): void {
    this.usage.forget(accountId);
    this.fairUse.forget(accountId);
    this.consents.requireBasis(accountId, false);
    this.suppressions.forget(accountId);
    this.blocks.forget(accountId);
    this.accounts.forget(accountId);
    this.restrictions.forget(accountId);
    this.rights.forget(accountId);
    this.vault.forgetAccount(accountId);
  }

  private async keep(writes: readonly StoreWrite[]): Promise<void> {
    const [first, ...rest] = writes;
    if (first !== undefined) await this.commits.keep(first, ...rest);
  }
}
