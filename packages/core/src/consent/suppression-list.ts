import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { EventBus } from "../host/event-bus.js";
import type { ActedBy } from "../ledger/acted-by.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { GateContext } from "../outbound/gate.js";
import type { GatePipeline } from "../outbound/gate-pipeline.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { PersonReferences } from "../people/person-references.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { Address } from "../spec/message/address.js";
import { type StoredSuppression, storedSuppressionSchema, type SuppressionReason } from "./suppression.js";

const COLLECTION = "suppressions";

/** Who put a person on the list, or took them off it. */
export interface SuppressedBy extends ActedBy {
  /** The channel it came in by, where a message or a report says so. */
  readonly channelId?: string;
}

/** For which kind of channel, or for all, and why. */
interface Standing {
  readonly scope: string;
  readonly reason: SuppressionReason;
}

/**
 * Who is not to be written to, per account, person and kind of channel, and the gate that asks (R16, R21). In memory as hashes, about
 * 200 bytes an entry, so that a message costs one look; accounts without an entry cost a comparison.
 */
@injectable()
export class SuppressionList {
  /** By account and person: found under the person's reference alone, so that a gate puts no names together. */
  private readonly entries = new Map<string, Map<string, readonly Standing[]>>();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.GatePipeline) gates: GatePipeline,
  ) {
    gates.use({ name: "suppression", again: true, decide: (context) => this.decide(context) });
  }

  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const document of documents) {
        const { reason } = parseDocument(document, storedSuppressionSchema);
        const [person = "", scope = ""] = document.id.split("/");
        this.set(document.accountId, person, scope, reason);
      }
  }

  /** Honoured at once, before it is durable: a withdrawal never comes too late. Resolves when it is durable. */
  async add(
    accountId: string,
    address: Address,
    { scope, reason }: Pick<StoredSuppression, "scope" | "reason">,
    by: SuppressedBy,
  ): Promise<void> {
    const person = this.people.of(accountId, address);
    const id = `${person}/${scope}`;
    const standing = this.standing(accountId, person, scope);
    // What a word can take back does not take the place of what it cannot.
    if (reason === "opt-out" && standing !== undefined && standing !== reason) {
      await this.commits.keep(this.entryOf(accountId, "recipient-suppressed", id, { scope, reason, standing }, by));
      return;
    }
    this.set(accountId, person, scope, reason);
    const { said: _said, ...whom } = by;
    const value: StoredSuppression = { scope, reason, atMs: this.clock.now(), ...whom };
    await this.commits.keep(
      { kind: "document-put", document: { collection: COLLECTION, id, accountId, value: JSON.stringify(value) } },
      this.entryOf(accountId, "recipient-suppressed", id, { scope, reason }, by),
    );
    if (by.channelId !== undefined && this.events.has("recipient-suppressed"))
      this.events.emit("recipient-suppressed", { accountId, channelId: by.channelId, reason, scope });
  }

  /**
   * @param only - lifts the entry if it is there for this reason.
   * @returns whether there was an entry.
   */
  async lift(
    accountId: string,
    address: Address,
    scope: string,
    by: SuppressedBy,
    only?: SuppressionReason,
  ): Promise<boolean> {
    const person = this.people.of(accountId, address);
    const id = `${person}/${scope}`;
    const reason = this.standing(accountId, person, scope);
    if (reason === undefined || (only !== undefined && reason !== only)) return false;
    await this.commits.keep(
      { kind: "document-delete", collection: COLLECTION, id },
      this.entryOf(accountId, "recipient-released", id, { scope, reason }, by),
    );
    // Only now: until it is durable the person is not written to.
    this.unset(accountId, person, scope);
    return true;
  }

  /** The entries of one person. */
  async of(accountId: string, address: Address): Promise<StoredSuppression[]> {
    const prefix = `${this.people.of(accountId, address)}/`;
    const documents = await this.store.documents({ collection: COLLECTION, accountId, afterId: prefix, limit: 100 });
    return documents
      .filter(({ id }) => id.startsWith(prefix))
      .map((document) => parseDocument(document, storedSuppressionSchema));
  }

  /** The account is gone. */
  forget(accountId: string): void {
    this.entries.delete(accountId);
  }

  private decide({ channel, message }: GateContext): Refusal | undefined {
    const { accountId } = channel;
    const entries = this.entries.get(accountId);
    if (entries === undefined || entries.size === 0) return undefined;
    const { recipients } = message;
    // Nothing stands against most people: only then is anything put together.
    if (!recipients.some(({ address }) => this.reasonOf(entries, channel, address) !== undefined)) return undefined;
    const positions: string[] = [];
    const reasons = new Set<string>();
    for (const [position, { address }] of recipients.entries()) {
      const reason = this.reasonOf(entries, channel, address);
      if (reason === undefined) continue;
      positions.push(String(position));
      reasons.add(reason);
    }
    return refusal("RECIPIENT_SUPPRESSED", { positions, reasons: [...reasons].sort() });
  }

  /** The reason for this kind of channel, else the one for all. */
  private reasonOf(
    entries: ReadonlyMap<string, readonly Standing[]>,
    { accountId, channelKind }: Channel,
    address: Address,
  ): SuppressionReason | undefined {
    const standing = entries.get(this.people.of(accountId, address));
    if (standing === undefined) return undefined;
    return (standing.find(({ scope }) => scope === channelKind) ?? standing.find(({ scope }) => scope === "all"))
      ?.reason;
  }

  private standing(accountId: string, person: string, scope: string): SuppressionReason | undefined {
    const standing = this.entries.get(accountId)?.get(person);
    return standing?.find((one) => one.scope === scope)?.reason;
  }

  private set(accountId: string, person: string, scope: string, reason: SuppressionReason): void {
    let entries = this.entries.get(accountId);
    if (entries === undefined) this.entries.set(accountId, (entries = new Map<string, readonly Standing[]>()));
    const others = entries.get(person)?.filter((one) => one.scope !== scope) ?? [];
    entries.set(person, [...others, { scope, reason }]);
  }

  private unset(accountId: string, person: string, scope: string): void {
    const entries = this.entries.get(accountId);
    const left = entries?.get(person)?.filter((one) => one.scope !== scope) ?? [];
    if (left.length > 0) entries?.set(person, left);
    else entries?.delete(person);
    if (entries?.size === 0) this.entries.delete(accountId);
  }

  private entryOf(
    accountId: string,
    action: string,
    subject: string,
    details: Readonly<Record<string, unknown>>,
    { channelId, ...by }: SuppressedBy,
  ): StoreWrite {
    const more = channelId === undefined ? details : { ...details, channelId };
    return this.audit.entryOf({ accountId, ...by, action, subject, details: more });
  }
}
