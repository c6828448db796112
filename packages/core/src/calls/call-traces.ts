import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { CommitQueue } from "../commit/commit-queue.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { PersonReferences } from "../people/person-references.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { Address } from "../spec/message/address.js";
import type { CallBook } from "./call-book.js";
import {
  CALL_KEYS,
  CALL_NAMES,
  type CallDocument,
  callDocumentSchema,
  callKeySchema,
  ENDED_CALLS,
} from "./call-document.js";
import { partyAddresses } from "./call-people.js";
import type { CallTransfers } from "./call-transfers.js";

const GROUP = 500;

/** A person within an account. */
interface Person {
  readonly accountId: string;
  readonly addresses: readonly Address[];
}

/** A recording of a call, at the call's provider. */
export interface KnownRecording {
  readonly sessionId: string;
  readonly mediaId: string;
}

/** What one channel's provider has of a person's calls. */
export interface ChannelCalls {
  readonly callIds: string[];
  readonly recordings: KnownRecording[];
}

/** Finds a person's calls, by reference alone: no call's record names anybody. Walks the calls of an account, for what is asked now and then (R15). */
@injectable()
export class CallTraces {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.CallBook) private readonly book: CallBook,
    @inject(TOKENS.CallTransfers) private readonly transfers: CallTransfers,
  ) {}

  /** Calls with the person that are under way. */
  underWay(person: Person): CallDocument[] {
    const names = this.namesOf(person);
    return [...this.book.all()].filter((call) => call.accountId === person.accountId && isWith(call, names));
  }

  /** Calls with the person that are over. */
  async *ended(person: Person): AsyncGenerator<CallDocument> {
    const names = this.namesOf(person);
    // What was heard last is in the store before it is read.
    await this.commits.barrier();
    for await (const documents of documentPages(this.store, ENDED_CALLS, person.accountId))
      for (const document of documents) {
        if (!names.some((name) => document.value.includes(name))) continue;
        const call = parseDocument(document, callDocumentSchema);
        if (isWith(call, names)) yield call;
      }
  }

  /** What providers have of the person's calls, by channel. */
  async byChannel(person: Person): Promise<Map<string, ChannelCalls>> {
    const found = new Map<string, ChannelCalls>();
    for await (const { channelId, callId, sessionId, facts } of this.ended(person)) {
      const ofChannel = found.get(channelId) ?? { callIds: [], recordings: [] };
      found.set(channelId, ofChannel);
      if (callId !== undefined) ofChannel.callIds.push(callId);
      ofChannel.recordings.push(...facts.recordings.map(({ mediaId }) => ({ sessionId, mediaId })));
    }
    return found;
  }

  /**
   * Has a channel's provider delete recordings, each in a transfer of its own. Not behind the gates of calls: a blocked account's people have their
   * rights, too. One that is gone already is deleted.
   * @returns how many are deleted, and why the first of the others is not.
   */
  async deleteRecordings(
    { accountId, channelId }: { readonly accountId: string; readonly channelId: string },
    recordings: readonly KnownRecording[],
  ): Promise<{ readonly deleted: number; readonly failed: string | undefined }> {
    const channel = this.channels.find(accountId, channelId);
    const operationId = channel?.provider?.manifest.calls?.deleteRecordingOperation;
    let deleted = 0;
    for (const { sessionId, mediaId } of recordings) {
      if (channel === undefined || operationId === undefined) return { deleted, failed: "NO_WAY" };
      const end = await this.transfers.run(
        { channel, operationId, sessionId, contentHash: "" },
        async ({ instance }, transferId) => {
          if (instance.media?.doDelete === undefined) return "NO_WAY";
          await instance.media.doDelete({ transferId, mediaId });
          return undefined;
        },
        (answer) => answer,
      );
      const failed = end.ok ? end.answer : end.outcome.outcome === "received" ? undefined : end.outcome.code;
      if (failed !== undefined) return { deleted, failed: typeof failed === "string" ? failed : "CAPABILITY_FAILED" };
      deleted += 1;
    }
    return { deleted, failed: undefined };
  }

  /** Takes the records of the person's calls away, with their names and keys. @returns how many. */
  async erase(person: Person): Promise<number> {
    const sessions = new Set<string>();
    const writes: StoreWrite[] = [];
    for await (const { sessionId, channelId, callId } of this.ended(person)) {
      sessions.add(sessionId);
      writes.push({ kind: "document-delete", collection: ENDED_CALLS, id: sessionId });
      if (callId !== undefined)
        writes.push({ kind: "document-delete", collection: CALL_NAMES, id: `${channelId}/${callId}` });
    }
    if (sessions.size === 0) return 0;
    for await (const documents of documentPages(this.store, CALL_KEYS, person.accountId))
      for (const document of documents)
        if (sessions.has(parseDocument(document, callKeySchema).sessionId))
          writes.push({ kind: "document-delete", collection: CALL_KEYS, id: document.id });
    for (let at = 0; at < writes.length; at += GROUP) {
      const [first, ...rest] = writes.slice(at, at + GROUP);
      if (first !== undefined) await this.commits.keep(first, ...rest);
    }
    return sessions.size;
  }

  /** Under every name by which a call may know the person. */
  private namesOf({ accountId, addresses }: Person): string[] {
    return addresses
      .flatMap((address) => [address, ...partyAddresses(address.value)])
      .map((address) => this.people.of(accountId, address));
  }
}

const isWith = ({ people = [] }: CallDocument, names: readonly string[]): boolean =>
  people.some((name) => names.includes(name));
