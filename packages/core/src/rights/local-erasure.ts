import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { InboundDesk } from "../inbound/inbound-desk.js";
import type { EarlyReportDesk } from "../inbound/early-report-desk.js";
import type { CancelDesk } from "../outbound/cancel-desk.js";
import type { MessageStates } from "../outbound/message-states.js";
import type { ServiceWindows } from "../outbound/service-windows.js";
import type { PersonReferences } from "../people/person-references.js";
import type { Store, StoreWrite } from "../ports/store.js";
import { RequestError } from "../spec/errors/request-error.js";
import { withinTime } from "../timing/within-time.js";
import { isUnderWay } from "./is-under-way.js";
import { PersonSearch } from "./person-search.js";
import type { Person, PersonTraces } from "./person-traces.js";
import type { ChannelRegistry } from "../host/channel-registry.js";

/** How long one look waits for a transfer under way; then it is looked at again later. Milliseconds. */
const TRANSFER_WAIT_MS = 5_000;
const GROUP = 500;
/** The host will do something about it, or somebody may have it this moment. */
const WAITS: ReadonlySet<string> = new Set(["accepted", "waiting", "held"]);

/** Takes a person out of what the host itself has: queues, store, lists, memory (R15). Every step can be repeated. */
@injectable()
export class LocalErasure {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.PersonTraces) private readonly traces: PersonTraces,
    @inject(TOKENS.CancelDesk) private readonly cancels: CancelDesk,
    @inject(TOKENS.MessageStates) private readonly states: MessageStates,
    @inject(TOKENS.ServiceWindows) private readonly windows: ServiceWindows,
    @inject(TOKENS.EarlyReportDesk) private readonly early: EarlyReportDesk,
    @inject(TOKENS.InboundDesk) private readonly inbound: InboundDesk,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
  ) {}

  /**
   * Takes back what waits, and lets a transfer under way end.
   * @returns how many were taken back, and how many are still under way.
   */
  async clearQueue(person: Person, code: string): Promise<{ readonly cancelled: number; readonly underWay: number }> {
    const { accountId } = person;
    let cancelled = 0;
    const underWay: string[] = [];
    await this.commits.barrier();
    for await (const { record } of this.traces.messages(person)) {
      const { messageId, state } = record;
      if (WAITS.has(state) && (await this.takenBack(accountId, messageId, code))) cancelled += 1;
      else if (isUnderWay(record)) underWay.push(messageId);
    }
    if (underWay.length === 0) return { cancelled, underWay: 0 };
    const ended = Promise.all(underWay.map((messageId) => this.states.settled(accountId, messageId).catch(ifGone)));
    const isOver = await withinTime(
      ended.then(() => true),
      TRANSFER_WAIT_MS,
      () => false,
    );
    return { cancelled, underWay: isOver ? 0 : underWay.length };
  }

  private async takenBack(accountId: string, messageId: string, code: string): Promise<boolean> {
    const result = await this.cancels.cancel(accountId, messageId, { actor: "host" }, code).catch(ifGone);
    return result?.cancelled === true;
  }

  /** Ids under which providers know the person's messages, by channel. */
  async providerIds(person: Person): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    for await (const { record } of this.traces.messages(person)) {
      const ids = found.get(record.channelId);
      if (ids === undefined) found.set(record.channelId, []);
      if (record.providerMessageId !== undefined) found.get(record.channelId)?.push(record.providerMessageId);
    }
    return found;
  }

  /** Messages with content, blobs and keys; deliveries in whatever state, also in memory; documents that name the person. @returns how many of each. */
  async eraseStored(person: Person): Promise<{
    readonly messages: number;
    readonly deliveries: number;
    readonly documents: number;
  }> {
    await this.commits.barrier();
    const messages: StoreWrite[] = [];
    const names: { channelId: string; ids: readonly (string | undefined)[] }[] = [];
    for await (const { record } of this.traces.messages(person)) {
      messages.push({ kind: "message-delete", sequence: record.sequence });
      names.push({ channelId: record.channelId, ids: [record.messageId, record.providerMessageId] });
    }
    const search = new PersonSearch(person.addresses);
    await this.early.forget(person.accountId, (text) => search.isIn(text), names);
    const deliveries = new Set<number>();
    for await (const record of this.traces.inbound(person)) deliveries.add(record.sequence);
    // Out of memory first: what a handler is at is not written again.
    this.inbound.drop(deliveries);
    const documents: StoreWrite[] = [];
    for await (const document of this.traces.documents(person))
      documents.push({ kind: "document-delete", ...document });
    await this.commit([
      ...messages,
      ...documents,
      ...[...deliveries].map((sequence) => ({ kind: "inbound-delete", sequence }) as const),
    ]);
    return { messages: messages.length, deliveries: deliveries.size, documents: documents.length };
  }

  /** Consents and service windows. What the person does not want stays: it is kept under a reference, without an address. */
  async eraseLists({ accountId, addresses }: Person): Promise<number> {
    const deletions: StoreWrite[] = [];
    for (const address of addresses) {
      const prefix = `${this.people.of(accountId, address)}/`;
      for await (const { collection, id } of this.traces.documentsOf("consents", accountId, prefix))
        deletions.push({ kind: "document-delete", collection, id });
      for (const channel of this.channels.all())
        if (channel.accountId === accountId) deletions.push(...this.windows.forget(channel, address));
    }
    await this.commit(deletions);
    return deletions.length;
  }

  /** Lets go of the addresses themselves. */
  forget({ accountId, addresses }: Person): void {
    for (const address of addresses) this.people.forget(accountId, address);
  }

  private async commit(writes: readonly StoreWrite[]): Promise<void> {
    for (let at = 0; at < writes.length; at += GROUP) {
      const [first, ...rest] = writes.slice(at, at + GROUP);
      if (first !== undefined) await this.commits.keep(first, ...rest);
    }
  }
}

/** The erasure of another of its recipients was quicker. */
function ifGone(error: unknown): undefined {
  if (RequestError.isInstance(error) && error.code === "MESSAGE_UNKNOWN") return undefined;
  throw error;
}
