import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { EventBus } from "../host/event-bus.js";
import type { PersonReferences } from "../people/person-references.js";
import { joinCallEvent, joinCallFacts } from "../policy/call-state-policy.js";
import { documentPages } from "../ports/document-pages.js";
import type { Ids } from "../ports/ids.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { CallEvent } from "../spec/inbound/call-event.js";
import { Turns } from "../timing/turns.js";
import { CALL_NAMES, type CallDocument, callDocumentSchema, ENDED_CALLS, LIVE_CALLS } from "./call-document.js";
import { partyAddresses } from "./call-people.js";
import { callStatusOf } from "./call-status.js";

const OVER: ReadonlySet<string> = new Set(["ended", "refused"]);

/** The calls of the host: those under way in memory and in the store, those that ended in the store only. */
@injectable()
export class CallBook {
  private readonly live = new Map<string, CallDocument>();
  /** Over, and not durable yet: the store does not know it, and a late event must not begin another. */
  private readonly ending = new Map<string, CallDocument>();
  /** `<channel>/<provider's id>` of these. */
  private readonly names = new Map<string, string>();
  /** Durable as of then: written once per turn, however many events came in it. */
  private readonly unsaved = new Map<string, Promise<void>>();
  /** Of calls in the store: what was read of one is what the next change of it begins with. */
  private readonly turns = new Turns();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
  ) {}

  get size(): number {
    return this.live.size;
  }

  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, LIVE_CALLS))
      for (const document of documents) this.keep(parseDocument(document, callDocumentSchema));
  }

  /** Calls under way. */
  all(): IterableIterator<CallDocument> {
    return this.live.values();
  }

  /** A new call, not saved yet. */
  draft(
    channel: Channel,
    direction: CallDocument["direction"],
    more: Partial<Pick<CallDocument, "callId" | "contentHash" | "pending" | "ordered" | "people">> = {},
  ): CallDocument {
    const nowMs = this.clock.now();
    const { accountId, channelId, providerId } = channel;
    return {
      sessionId: this.ids.next("call"),
      ...{ accountId, channelId, providerId, direction },
      createdAtMs: nowMs,
      heardAtMs: nowMs,
      contentHash: "",
      facts: { state: direction === "outbound" ? "starting" : "begun", recordings: [] },
      pending: [],
      ...more,
    };
  }

  /** A call of an account, live or ended. */
  async find(accountId: string, sessionId: string): Promise<CallDocument | undefined> {
    const known = this.known(sessionId);
    if (known !== undefined) return known.accountId === accountId ? known : undefined;
    const stored = await this.store.document(ENDED_CALLS, sessionId);
    if (stored === undefined || stored.accountId !== accountId) return undefined;
    return parseDocument(stored, callDocumentSchema);
  }

  /**
   * Takes an event in, for the call it is about: by our own id where the provider gave it back, else by its id. A call that was not known begins
   * with it.
   * @returns the call as it is now. Saved is another matter: see {@link CallBook.saved}.
   */
  hear(channel: Channel, event: CallEvent, recordedAtMs: number): CallDocument | Promise<CallDocument> {
    const named = this.known(event.reference) ?? this.known(this.names.get(nameOf(channel.channelId, event)));
    // The first word of an inbound call is about none we know.
    if (named === undefined && !(event.event === "offered" && event.direction === "inbound"))
      return this.hearOfStored(channel, event, recordedAtMs);
    const call = named?.channelId === channel.channelId ? named : undefined;
    return this.join(channel, call, event, recordedAtMs);
  }

  /**
   * Changes a call as it is at that moment, live or over, and makes that durable.
   * @returns the call after it; nothing where the account has no such call.
   */
  async change(
    accountId: string,
    sessionId: string,
    changed: (call: CallDocument) => CallDocument,
  ): Promise<CallDocument | undefined> {
    const save = async (before: CallDocument | undefined): Promise<CallDocument | undefined> => {
      if (before?.accountId !== accountId) return undefined;
      const after = changed(before);
      await this.save(after, before);
      return after;
    };
    const known = this.known(sessionId);
    if (known !== undefined) return save(known);
    return this.turns.take(sessionId, async () => save(await this.find(accountId, sessionId)));
  }

  /** Makes a new call durable. @throws {StoreError} it was not kept, and does not exist. */
  async begin(call: CallDocument, joined: readonly StoreWrite[]): Promise<void> {
    this.keep(call);
    try {
      await this.commits.commit(putOf(LIVE_CALLS, call), ...joined);
    } catch (error) {
      this.drop(call);
      throw error;
    }
  }

  /** Makes a call's newest state durable. Told to listeners when it is. */
  save(latest: CallDocument, before = this.known(latest.sessionId)): Promise<void> {
    const wasLive = this.live.has(latest.sessionId);
    const isOver = OVER.has(latest.facts.state);
    // Nothing follows any more, and what was to follow may name people and say things (R11).
    const call = isOver && latest.pending.length > 0 ? { ...latest, pending: [] } : latest;
    const isNamed = call.callId !== undefined && call.callId !== before?.callId;
    if (isOver) this.finish(call);
    else this.keep(call);
    const { sessionId, accountId, callId } = call;
    const more: StoreWrite[] = [];
    if (isOver && wasLive) more.push({ kind: "document-delete", collection: LIVE_CALLS, id: sessionId });
    if (isNamed && callId !== undefined) {
      const id = `${call.channelId}/${callId}`;
      const value = JSON.stringify(sessionId);
      more.push({ kind: "document-put", document: { collection: CALL_NAMES, id, accountId, value } });
    }
    const saving = this.commits.keep(putOf(isOver ? ENDED_CALLS : LIVE_CALLS, call), ...more).then(() => {
      if (this.unsaved.get(sessionId) === saving) this.unsaved.delete(sessionId);
      if (this.ending.get(sessionId) === call) this.drop(call);
      if (before?.facts.state !== call.facts.state) this.tell(call);
    });
    this.unsaved.set(sessionId, saving);
    // Whoever waits for it is told that a closing host could not write it; that nobody does must not end the process.
    saving.catch(() => undefined);
    return saving;
  }

  /** Resolves when what is known of a call is durable. */
  saved(sessionId: string): Promise<void> {
    return this.unsaved.get(sessionId) ?? Promise.resolve();
  }

  /**
   * The provider's name of a call that began here. What was heard under that name meanwhile joins it.
   * @returns the call as it is now.
   */
  name(call: CallDocument, callId: string): CallDocument {
    const other = this.live.get(this.names.get(`${call.channelId}/${callId}`) ?? "");
    if (other === undefined || other.sessionId === call.sessionId) return { ...call, callId };
    this.live.delete(other.sessionId);
    this.commits.push({ kind: "document-delete", collection: LIVE_CALLS, id: other.sessionId });
    return { ...call, callId, facts: joinCallFacts(call.facts, other.facts) };
  }

  /** The call of this id as it is now, while it is live. */
  current(sessionId: string): CallDocument | undefined {
    return this.live.get(sessionId);
  }

  private join(
    channel: Channel,
    found: CallDocument | undefined,
    event: CallEvent,
    recordedAtMs: number,
  ): CallDocument {
    // Another event of it may have begun it while this one looked in the store.
    const known = found ?? this.known(this.names.get(nameOf(channel.channelId, event)));
    const call = known ?? this.draft(channel, event.direction, { callId: event.callId });
    // Of a call the host began it knows whom it called.
    const people =
      call.people ?? this.peopleOf(channel.accountId, [event.direction === "inbound" ? event.from : event.to]);
    const facts = joinCallEvent(call.facts, event, recordedAtMs);
    const heardAtMs = Math.max(call.heardAtMs, recordedAtMs);
    const callId = call.callId ?? event.callId;
    const joined: CallDocument = { ...call, callId, heardAtMs, facts, ...(people === undefined ? {} : { people }) };
    // An event that says nothing new is not written again: 46 copies cost one write (C).
    const isNew =
      known === undefined || call.callId === undefined || call.people !== people || !isSame(call.facts, facts);
    if (isNew) void this.save(joined, known);
    else if (this.live.has(joined.sessionId)) this.live.set(joined.sessionId, joined);
    return joined;
  }

  /** An event of a call that is not in memory: it is over, if there is one. */
  private async hearOfStored(channel: Channel, event: CallEvent, recordedAtMs: number): Promise<CallDocument> {
    const { accountId, channelId } = channel;
    const joinStored = (sessionId: string): Promise<CallDocument | undefined> =>
      this.turns.take(sessionId, async () => {
        const call = await this.find(accountId, sessionId);
        return call?.channelId === channelId ? this.join(channel, call, event, recordedAtMs) : undefined;
      });
    const byReference = event.reference === undefined ? undefined : await joinStored(event.reference);
    if (byReference !== undefined) return byReference;
    const name = await this.store.document(CALL_NAMES, nameOf(channelId, event));
    const sessionId: unknown = name?.accountId === accountId ? JSON.parse(name.value) : undefined;
    const byName = typeof sessionId === "string" ? await joinStored(sessionId) : undefined;
    return byName ?? this.join(channel, undefined, event, recordedAtMs);
  }

  private known(sessionId = ""): CallDocument | undefined {
    return this.live.get(sessionId) ?? this.ending.get(sessionId);
  }

  private finish(call: CallDocument): void {
    this.live.delete(call.sessionId);
    this.ending.set(call.sessionId, call);
    if (call.callId !== undefined) this.names.set(`${call.channelId}/${call.callId}`, call.sessionId);
  }

  private keep(call: CallDocument): void {
    this.live.set(call.sessionId, call);
    if (call.callId !== undefined) this.names.set(`${call.channelId}/${call.callId}`, call.sessionId);
  }

  private drop(call: CallDocument): void {
    this.live.delete(call.sessionId);
    this.ending.delete(call.sessionId);
    if (call.callId !== undefined) this.names.delete(`${call.channelId}/${call.callId}`);
  }

  /** References of those a call is with; nothing where nobody is named. @param known - those it was known to be with before. */
  peopleOf(
    accountId: string,
    parties: readonly (string | undefined)[],
    known: readonly string[] = [],
  ): string[] | undefined {
    const references = parties.flatMap(partyAddresses).map((address) => this.people.of(accountId, address));
    const all = [...new Set([...known, ...references])].slice(0, MOST_PEOPLE);
    return all.length === 0 ? undefined : all;
  }

  private tell(call: CallDocument): void {
    if (!this.events.has("call-state-changed")) return;
    const { accountId, channelId, sessionId, state, direction, cause, party, durationMs } = callStatusOf(call);
    this.events.emit("call-state-changed", {
      ...{ accountId, channelId, sessionId, state, direction, cause, party, durationMs },
    });
  }
}

const MOST_PEOPLE = 64;

function putOf(collection: string, call: CallDocument): StoreWrite {
  const { sessionId: id, accountId } = call;
  return { kind: "document-put", document: { collection, id, accountId, value: JSON.stringify(call) } };
}

const nameOf = (channelId: string, { callId }: Pick<CallEvent, "callId">): string => `${channelId}/${callId}`;

function isSame(one: CallDocument["facts"], other: CallDocument["facts"]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
