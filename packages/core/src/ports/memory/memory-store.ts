import { RequestError } from "../../spec/errors/request-error.js";
import { StoreError } from "../../spec/errors/store-error.js";
import { transferText } from "../../sealing/transfer-text.js";
import { actText } from "../../sealing/act-text.js";
import type { AuditEntry } from "../audit-entry.js";
import type { LedgerEntry } from "../ledger-entry.js";
import type { Store, StoreConflict, StoreWrite } from "../store.js";
import { MemoryDocuments } from "./memory-documents.js";
import { MemoryInbound } from "./memory-inbound.js";
import { MemoryLog } from "./memory-log.js";
import { MemoryMessages } from "./memory-messages.js";
import { MemorySeals } from "./memory-seals.js";
import { MemoryTurn } from "./memory-turn.js";

const NO_CONFLICTS: readonly StoreConflict[] = [];

/** Marked when something was taken out of it. */
type Erasable<Entry> = Entry & { readonly isErased?: boolean };

export interface MemoryStoreOptions {
  /**
   * How many of the most recent finished messages, done deliveries, ledger entries and audit entries are remembered, each; 1,000
   * unless told (of the entries, up to twice as many). What waits is always kept. With a finished record its idempotency or
   * deduplication key is forgotten too, so a repetition that comes later than that is taken for new.
   * What is remembered outlives the young generation of the heap: at 10,000 a message costs twice what it costs at 1,000.
   */
  readonly keepFinished?: number | undefined;
}

/**
 * A {@link Store} in plain maps: for tests, for measuring, and for hosts that can lose everything at a restart. **Nothing is durable.**
 * Memory is bounded by what waits plus `keepFinished`, however many messages pass through. Records are kept as they are
 * handed over and handed out again: they belong to the store once they are committed.
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  const keep = options.keepFinished ?? 1_000;
  const messages = new MemoryMessages(keep);
  const inbound = new MemoryInbound(keep);
  const documents = new MemoryDocuments();
  const ledger = new MemoryLog<Erasable<LedgerEntry>>(keep);
  const audit = new MemoryLog<Erasable<AuditEntry>>(keep);
  const seals = new MemorySeals(ledger, audit);
  const turn = new MemoryTurn();
  let isClosed = false;

  const apply = (write: StoreWrite, index: number): StoreConflict | undefined => {
    switch (write.kind) {
      case "message-insert":
        return messages.insert(write.record, index);
      case "message-update":
        messages.update(write.change);
        return undefined;
      case "ledger-insert":
        ledger.append(write.entry);
        return undefined;
      case "inbound-insert":
        return inbound.insert(write.record, index);
      case "inbound-update":
        inbound.update(write.change);
        return undefined;
      case "message-delete":
        messages.erase(write.sequence);
        return undefined;
      case "inbound-delete":
        inbound.erase(write.sequence);
        return undefined;
      case "audit-insert":
        audit.append(write.entry);
        return undefined;
      case "ledger-erase":
        eraseEntry(write, ledger, audit, seals);
        return undefined;
      case "document-put":
        documents.put(write.document);
        return undefined;
      case "document-delete":
        documents.delete(write.collection, write.id);
        return undefined;
    }
  };

  const commit = (group: readonly StoreWrite[]): readonly StoreConflict[] => {
    if (hasTakenId(group, messages, inbound)) throw new StoreError("STORE_UNAVAILABLE", { systemCode: "ID_TAKEN" });
    let conflicts: StoreConflict[] | undefined;
    for (let index = 0; index < group.length; index += 1) {
      const write = group[index];
      const conflict = write && apply(write, index);
      if (conflict) (conflicts ??= []).push(conflict);
    }
    return conflicts ?? NO_CONFLICTS;
  };

  const whileOpen = async <Answer>(answer: () => Answer): Promise<Answer> => {
    if (isClosed) throw new RequestError("HOST_CLOSED");
    return answer();
  };

  return {
    open: () =>
      whileOpen(() => ({ lastMessageSequence: messages.lastSequence, lastInboundSequence: inbound.lastSequence })),
    commit: async (group) => {
      const conflicts = await whileOpen(() => commit(group));
      if (turn.isOver(group.length)) await turn.next();
      return conflicts;
    },
    queuedMessages: (query) => whileOpen(() => messages.queued(query)),
    queuedChannels: (queue) => whileOpen(() => messages.channels(queue)),
    deferredMessages: ({ dueByMs, limit }) => whileOpen(() => messages.deferred(dueByMs, limit)),
    nextDeferredAtMs: () => whileOpen(() => messages.nextDeferredAtMs()),
    expiredMessages: (query) => whileOpen(() => messages.expired(query)),
    nextExpiryAtMs: (query) => whileOpen(() => messages.nextExpiryAtMs(query)),
    message: (accountId, messageId) => whileOpen(() => ownedBy(accountId, messages.byMessageId(messageId))),
    messageByKey: (accountId, idempotencyKey) => whileOpen(() => messages.byIdempotencyKey(accountId, idempotencyKey)),
    messageByProviderId: (channelId, providerMessageId) =>
      whileOpen(() => messages.byProviderMessageId(channelId, providerMessageId)),
    messages: (query) => whileOpen(() => messages.page(query, (record) => fits(query, record))),
    ledger: ({ fromMs = -Infinity, toMs = Infinity, recipient, ...query }) =>
      whileOpen(() =>
        ledger
          .page(
            query,
            (entry) =>
              fits(query, entry) &&
              (recipient === undefined || (entry.recipients ?? []).includes(recipient)) &&
              entry.openedAtMs >= fromMs &&
              entry.openedAtMs < toMs,
          )
          .map((entry) => ({ ...entry, isErased: entry.isErased === true })),
      ),
    audit: (query) =>
      whileOpen(() =>
        audit
          .page(query, (entry) => fits(query, entry))
          .map((entry) => ({ ...entry, isErased: entry.isErased === true })),
      ),
    seals: (query) => whileOpen(() => seals.page(query)),
    sealHashes: (query) => whileOpen(() => seals.page(query).map(({ hash }) => hash)),
    sealOf: (log, sequence) => whileOpen(() => seals.of(log, sequence)),
    sealed: (number) => whileOpen(() => seals.entries(number) ?? { transfers: [], acts: [] }),
    inbound: (query) => whileOpen(() => inbound.page(query, (record) => fits(query, record))),
    inboundChannels: () => whileOpen(() => inbound.channels()),
    inboundRecord: (accountId, rawId) => whileOpen(() => ownedBy(accountId, inbound.byRawId(rawId))),
    pruneInbound: (recordedBeforeMs) => whileOpen(() => inbound.prune(recordedBeforeMs)),
    document: (collection, id) => whileOpen(() => documents.get(collection, id)),
    documents: (query) => whileOpen(() => documents.page(query)),
    collections: (accountId) => whileOpen(() => documents.collectionsOf(accountId)),
    // Nothing is written anywhere: what was deleted is the garbage collector's.
    scrub: () => whileOpen(() => undefined),
    close: async () => {
      isClosed = true;
    },
  };
}

/** Entry and sealed text lose the same. */
function eraseEntry(
  { log, accountId, sequence, recipient }: Extract<StoreWrite, { kind: "ledger-erase" }>,
  ledger: MemoryLog<Erasable<LedgerEntry>>,
  audit: MemoryLog<Erasable<AuditEntry>>,
  seals: MemorySeals,
): void {
  if (log === "transfer")
    ledger.change(sequence, (entry) => {
      const known = entry.recipients ?? [];
      if (entry.accountId !== accountId || (recipient !== undefined && !known.includes(recipient))) return entry;
      seals.erase("transfer", sequence, (parts) => transferText.erase(parts, recipient));
      const recipients = recipient === undefined ? [] : known.filter((one) => one !== recipient);
      return { ...entry, contentHash: "", providerMessageId: undefined, recipients, isErased: true };
    });
  else
    audit.change(sequence, (entry) => {
      if (entry.accountId !== accountId) return entry;
      seals.erase("act", sequence, actText.erase);
      return { ...entry, subject: "", details: "{}", isErased: true };
    });
}

/** A group with a sequence or an id that is taken is refused whole, before any of it is applied. */
function hasTakenId(group: readonly StoreWrite[], messages: MemoryMessages, inbound: MemoryInbound): boolean {
  if (rises(group)) {
    return group.some(
      (write) =>
        (write.kind === "message-insert" && messages.has(write.record)) ||
        (write.kind === "inbound-insert" && inbound.has(write.record)),
    );
  }
  const seen = new Set<number | string>();
  let expected = 0;
  for (const write of group) {
    if (write.kind === "message-insert") {
      if (messages.has(write.record)) return true;
      seen.add(write.record.sequence).add(write.record.messageId);
      expected += 2;
    } else if (write.kind === "inbound-insert") {
      if (inbound.has(write.record)) return true;
      seen.add(-write.record.sequence).add(write.record.rawId);
      expected += 2;
    }
  }
  return seen.size !== expected;
}

/** True when sequences and ids rise from one insert to the next, as the host makes them: then none of them is there twice. */
function rises(group: readonly StoreWrite[]): boolean {
  let [sequence, messageId, inboundSequence, rawId] = [0, "", 0, ""];
  for (const write of group) {
    if (write.kind === "message-insert") {
      if (write.record.sequence <= sequence || write.record.messageId <= messageId) return false;
      ({ sequence, messageId } = write.record);
    } else if (write.kind === "inbound-insert") {
      if (write.record.sequence <= inboundSequence || write.record.rawId <= rawId) return false;
      inboundSequence = write.record.sequence;
      rawId = write.record.rawId;
    }
  }
  return true;
}

function ownedBy<Kept extends { readonly accountId: string }>(accountId: string, one: Kept | undefined) {
  return one?.accountId === accountId ? one : undefined;
}

/** True when every field that the query names has the value it asks for. */
function fits(query: object, kept: object): boolean {
  const wanted = query as Readonly<Record<string, unknown>>;
  const found = kept as Readonly<Record<string, unknown>>;
  for (const name in wanted) {
    if (name === "after" || name === "limit" || wanted[name] === undefined) continue;
    if (wanted[name] !== found[name]) return false;
  }
  return true;
}
