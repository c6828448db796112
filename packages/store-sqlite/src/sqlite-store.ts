import { resolve } from "node:path";
import type { Store } from "@plugboard/core";
import { OptionInvalidError } from "@plugboard/core/spec";
import { StoreClient } from "./client/store-client.js";
import { StoreReads } from "./client/store-reads.js";
import { decodeAudit, decodeLedger, decodeSealed } from "./codec/decode-entries.js";
import { decodeDocuments } from "./codec/decode-documents.js";
import { decodeInbound } from "./codec/decode-inbound.js";
import { decodeSeal, hashesIn } from "./codec/decode-seals.js";
import { jsonAnswer } from "./codec/json-answer.js";
import { ledgerFilter, sealFilter } from "./codec/ledger-filter.js";
import { ownerKey } from "./codec/owner-key.js";
import { ownerPrefix } from "./codec/owner-prefix.js";
import { queueNumber } from "./codec/queue-number.js";
import { Row } from "./codec/row.js";
import { tagBytes } from "./codec/term-tag.js";
import { waitingNumber } from "./codec/waiting-number.js";
import type { StoreSpace } from "./store-space.js";
import { sqliteStoreOptionsSchema, type SqliteStoreOptions } from "./sqlite-store-options.js";

const isFilePath = (path: unknown): boolean =>
  typeof path === "string" && path !== "" && path !== ":memory:" && !path.startsWith("file:") && !path.includes("\0");

/** As `PersonReferences` makes them. */
const REFERENCE = /^[\w-]{22}$/;

/** A {@link Store} that can copy itself, and give room back, while it is in use. */
export interface SqliteStore extends Store {
  /**
   * Writes a compact copy of everything committed so far to a new file of mode 0600. Commits wait meanwhile, about a second per 200 MB.
   * Copying the file by other means while the store is open yields a damaged copy, and takes away the lock that keeps others out.
   * @throws {StoreError} `STORE_FULL`, `STORE_UNAVAILABLE`, also when the file exists.
   */
  backup(path: string): Promise<void>;

  /** What the file takes, and how much of it `compact` would give back. */
  space(): Promise<StoreSpace>;

  /**
   * Gives the pages of what was deleted back to the disk: for a quiet hour after much was erased or archived, never needed for correctness. It writes
   * the whole file anew, so commits wait meanwhile, about a second per 200 MB that are kept, and there must be room for those twice: beside the file
   * and in the system's folder for temporary files (`SQLITE_TMPDIR`). All or nothing, also in a crash.
   * @returns the space it takes afterwards.
   * @throws {StoreError} `STORE_FULL`: nothing was changed.
   */
  compact(): Promise<StoreSpace>;
}

/**
 * The durable store of one host process in one SQLite file. A commit resolves when its group has been synced to disk; all work is done by
 * one worker thread, so the event loop never waits for the disk. Nothing is read or written until `open`.
 *
 * Personal data: deleted and emptied contents are overwritten with zeros in the file (`secure_delete`); copies in the write-ahead log go when
 * it is reused (every 8 MB), after `pruneInbound`, and on `close`. What is moved between pages can leave a copy behind that no row knows any
 * more: `scrub` clears every page of them, a few milliseconds at a time between which commits have their turn. A driver whose SQLite has no
 * `sqlite_dbpage` writes the file anew instead, about a second per 200 MB during which commits wait.
 * @param path - of the database; its folder is created when missing. Beside it lie `…-wal` and `…-lock` while it is open.
 * @throws {OptionInvalidError}
 */
export function sqliteStore(path: string, options: SqliteStoreOptions = {}): SqliteStore {
  const parsed = sqliteStoreOptionsSchema.safeParse(options);
  if (!parsed.success) throw new OptionInvalidError(parsed.error);
  if (!isFilePath(path)) {
    throw new OptionInvalidError([
      "path: expected the path of a file; use memoryStore() of @plugboard/core/memory for none",
    ]);
  }
  const { check = "quick", driver, onRecovery = () => undefined } = parsed.data;
  const settings = { path: resolve(path), driver: driver === undefined ? undefined : String(driver), check };
  const client = new StoreClient(settings, onRecovery);
  const reads = new StoreReads(client, settings.path);
  const sealNumber = (name: "sealOfTransfer" | "sealOfAct", sequence: number): Promise<number | undefined> =>
    reads.json({ name, values: [sequence] }, (json) => Row.one(json).optionalNumber(0));

  return {
    warm: () => client.warm(),
    open: () => client.open(),
    commit: (group) => client.commit(group),
    close: () => client.close(),
    backup: (to) => client.ask("backup", resolve(to)),
    space: () => client.ask("space", undefined),
    compact: () => client.ask("compact", undefined),

    queuedMessages: ({ queue, channelId, after = 0, limit }) =>
      reads.messages({ name: "queuedMessages", values: [queueNumber(queue), channelId, after, limit] }),
    queuedChannels: (queue) => {
      const number = queueNumber(queue);
      return reads.json({ name: "queuedChannels", values: [number, number] }, (json) =>
        Row.all(json).map((row) => row.text(0)),
      );
    },
    deferredMessages: ({ dueByMs, limit }) => reads.messages({ name: "deferredMessages", values: [dueByMs, limit] }),
    nextDeferredAtMs: () =>
      reads.json({ name: "nextDeferredAtMs", values: [] }, (json) => Row.one(json).optionalNumber(0)),
    message: async (accountId, messageId) =>
      (await reads.messages({ name: "message", values: [messageId, ...ownerPrefix(accountId)] }))[0],
    messageByKey: async (accountId, idempotencyKey) =>
      (await reads.messages({ name: "messageByKey", values: [ownerKey({ accountId, idempotencyKey })] }))[0],
    messageByProviderId: async (channelId, providerMessageId) =>
      (await reads.messages({ name: "messageByProviderId", values: [providerMessageId, channelId] }))[0],
    expiredMessages: ({ channelId, expiredByMs, after = 0, limit }) =>
      reads.slicedMessages(
        {
          name: "expiredMessages",
          values: [channelId, expiredByMs],
          slice: { of: "ready", values: [channelId], after },
        },
        limit,
      ),
    nextExpiryAtMs: async ({ channelId, after, laterThanMs }) => {
      const values = [channelId, laterThanMs];
      const slice = { of: "ready", values: [channelId], after } as const;
      const earliest = await reads.sliced(
        { name: "nextExpiryAtMs", values, slice },
        Number.MAX_SAFE_INTEGER,
        (rows) => {
          const atMs = Row.one(jsonAnswer(rows)).optionalNumber(0);
          return atMs === undefined ? [] : [atMs];
        },
      );
      return earliest.length === 0 ? undefined : Math.min(...earliest);
    },
    messages: ({ accountId, channelId, state, after = 0, limit }) =>
      reads.slicedMessages(
        {
          name: "messages",
          values: [...ownerPrefix(accountId, channelId), state ?? null],
          slice: { of: "messages", values: [], after },
        },
        limit,
      ),

    ledger: async (query) => {
      const { messageId, recipient, after = 0, limit } = query;
      if (recipient !== undefined && !REFERENCE.test(recipient)) return [];
      const filter = ledgerFilter(query);
      if (messageId !== undefined) {
        return reads.json({ name: "ledgerOfMessage", values: [messageId, after, ...filter, limit] }, decodeLedger);
      }
      const decode = (rows: readonly unknown[]) => decodeLedger(jsonAnswer(rows));
      const unsealed = { name: "ledger", values: filter, slice: { of: "ledger", values: [], after } } as const;
      const found = await reads.sliced(unsealed, limit, decode);
      if (found.length >= limit) return found;
      const number = await sealNumber("sealOfTransfer", after);
      const values = [...sealFilter(query), after, ...filter];
      const slice = { of: "seals", values: [], after: (number ?? 1) - 1 } as const;
      return [
        ...found,
        ...(await reads.sliced({ name: "ledgerOfSeals", values, slice }, limit - found.length, decode)),
      ];
    },
    seals: ({ accountId, after = 0, limit }) =>
      accountId === undefined
        ? reads.read({ name: "seals", values: [after, limit] }, (rows) => rows.map(decodeSeal))
        : reads.sliced(
            {
              name: "sealsOfAccount",
              values: [tagBytes("account", accountId)],
              slice: { of: "seals", values: [], after },
            },
            limit,
            (rows) => rows.map(decodeSeal),
          ),
    sealHashes: ({ after = 0, limit }) =>
      reads.read({ name: "sealHashes", values: [after, limit] }, (rows) =>
        rows.flatMap((row) => hashesIn(row, "hash")),
      ),
    sealOf: (log, sequence) => sealNumber(log === "transfer" ? "sealOfTransfer" : "sealOfAct", sequence),
    sealed: async (number) => {
      const [transfers, acts] = await Promise.all([
        reads.json({ name: "sealedTransfers", values: [number] }, decodeSealed),
        reads.json({ name: "sealedActs", values: [number] }, decodeSealed),
      ]);
      return { transfers, acts };
    },
    audit: ({ accountId, action, after = 0, limit }) =>
      reads.sliced(
        { name: "audit", values: [accountId, action ?? null], slice: { of: "audit", values: [accountId], after } },
        limit,
        (rows) => decodeAudit(jsonAnswer(rows)),
      ),

    inbound: ({ state, accountId, channelId, after = 0, limit }) => {
      const waiting = waitingNumber(state);
      const account = accountId === undefined ? null : `${accountId}\n`;
      if (waiting === null)
        return reads.sliced(
          {
            name: "inboundDone",
            values: [account, account, channelId ?? null],
            slice: { of: "inbound", values: [], after },
          },
          limit,
          (rows) => rows.map(decodeInbound),
        );
      if (channelId !== undefined) {
        const values = [waiting, channelId, after, account, account, limit];
        return reads.read({ name: "inboundOfChannel", values }, (rows) => rows.map(decodeInbound));
      }
      return reads.sliced(
        { name: "inbound", values: [waiting, account, account], slice: { of: "waiting", values: [waiting], after } },
        limit,
        (rows) => rows.map(decodeInbound),
      );
    },
    inboundChannels: () => {
      const waiting = waitingNumber("recorded");
      return reads.json({ name: "inboundChannels", values: [waiting, waiting] }, (json) =>
        Row.all(json).map((row) => row.text(0)),
      );
    },
    inboundRecord: (accountId, rawId) =>
      reads.read({ name: "inboundRecord", values: [rawId, `${accountId}\n`, `${accountId}\n`] }, ([row]) =>
        row === undefined ? undefined : decodeInbound(row),
      ),
    pruneInbound: async (recordedBeforeMs) => {
      let total = 0;
      let after: number | undefined = 0;
      while (after !== undefined) {
        const { pruned, next }: { pruned: number; next: number | undefined } = await client.ask("prune", {
          recordedBeforeMs,
          after,
        });
        total += pruned;
        after = next;
      }
      return total;
    },

    collections: (accountId) =>
      reads.json({ name: "collections", values: [accountId] }, (json) => Row.all(json).map((row) => row.text(0))),
    scrub: async () => {
      for (let after: number | undefined = 0; after !== undefined;)
        ({ next: after } = await client.ask("scrub", { after }));
    },

    document: async (collection, id) =>
      (await reads.json({ name: "document", values: [collection, id] }, decodeDocuments))[0],
    documents: ({ collection, accountId, afterId = "", limit }) =>
      reads.json(
        accountId === undefined
          ? { name: "documents", values: [collection, afterId, limit] }
          : { name: "documentsOfAccount", values: [collection, accountId, afterId, limit] },
        decodeDocuments,
      ),
  };
}
