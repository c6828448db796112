import type { StoreOpening } from "@plugboard/core";
import type { EncodedConflict, EncodedGroup } from "../codec/encoded-group.js";
import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { createPrivateFile } from "./create-private-file.js";
import { FilePresence } from "./file-presence.js";
import { FileSpace } from "./file-space.js";
import type { FreshMessages } from "./fresh-messages.js";
import { GroupWriter } from "./group-writer.js";
import type { InboundKeys } from "./inbound-keys/inbound-keys.js";
import { loadInboundKeys } from "./inbound-keys/load-inbound-keys.js";
import { loadFreshMessages } from "./load-fresh-messages.js";
import { lockNote } from "./lock-note.js";
import type { ReadAnswer } from "./read-answer.js";
import type { ReadRequest } from "./read-request.js";
import { Reader } from "./reader.js";
import { Scrubber } from "./scrubber.js";
import { Settlement } from "./settlement.js";
import { Transactions } from "./transactions.js";
import type { Handlers, Operations } from "./worker-messages.js";

/** All work on the database, one thing after the other. */
export class Engine implements Handlers {
  private readonly reader: Reader;
  private readonly writer: GroupWriter;
  private readonly transactions: Transactions;
  private readonly presence: FilePresence;
  private readonly fresh: FreshMessages;
  private readonly inboundKeys: InboundKeys;
  private readonly scrubber: Scrubber;
  private readonly files: FileSpace;

  /** @param inboundCycle - see `RecentKeys`. */
  constructor(
    private readonly database: SqliteDatabase,
    private readonly path: string,
    inboundCycle?: number,
  ) {
    this.transactions = new Transactions(database);
    this.fresh = loadFreshMessages(database);
    this.inboundKeys = loadInboundKeys(database, this.transactions, inboundCycle);
    this.reader = new Reader(database, this.fresh);
    this.writer = new GroupWriter(database, this.fresh, this.inboundKeys);
    this.scrubber = new Scrubber(database, this.transactions);
    this.files = new FileSpace(database, this.transactions);
    this.presence = new FilePresence(path);
  }

  opening(): StoreOpening {
    const [row] = this.database
      .prepare(
        `SELECT coalesce((SELECT max(sequence) FROM messages), 0) AS messages,
                coalesce((SELECT max(sequence) FROM inbound), 0) AS inbound`,
      )
      .all();
    return {
      lastMessageSequence: column.number(row, "messages"),
      lastInboundSequence: column.number(row, "inbound"),
    };
  }

  commit(group: EncodedGroup): EncodedConflict[] {
    let conflicts: EncodedConflict[];
    try {
      conflicts = this.inTransaction(() => this.writer.apply(group));
    } catch (error) {
      this.writer.takeBack();
      throw error;
    }
    this.fresh.keep();
    this.presence.assert();
    return conflicts;
  }

  settle(group: EncodedGroup): Operations["settle"]["answer"] {
    return new Settlement(this.database, this.inboundKeys).of(group);
  }

  read(request: ReadRequest): ReadAnswer {
    return this.reader.read(request);
  }

  /** Deletes the done deliveries of one slice; the last slice also empties the log, where they still are. */
  prune({ recordedBeforeMs, after }: Operations["prune"]["ask"]): Operations["prune"]["answer"] {
    const next = this.reader.sliceEnd({ of: "inbound", values: [], after });
    const to = next ?? Number.MAX_SAFE_INTEGER;
    const { changes } = this.inTransaction(() => {
      this.inboundKeys.forget("keysOfPruned", after, to, recordedBeforeMs);
      return this.database
        .prepare(
          "DELETE FROM inbound WHERE sequence > ? AND sequence <= ? AND waiting IS NULL AND CAST(head AS INTEGER) < ?",
        )
        .run(after, to, recordedBeforeMs);
    });
    if (next === undefined) this.database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
    return { pruned: Number(changes), next };
  }

  /** What is in mind of the keys follows what is in the tables. */
  private inTransaction<Result>(work: () => Result): Result {
    try {
      const result = this.transactions.run(work);
      this.inboundKeys.keep();
      return result;
    } catch (error) {
      this.inboundKeys.takeBack();
      throw error;
    }
  }

  scrub({ after }: Operations["scrub"]["ask"]): Operations["scrub"]["answer"] {
    const next = this.scrubber.step(after);
    this.presence.assert();
    return { next };
  }

  space(): Operations["space"]["answer"] {
    return this.files.now();
  }

  compact(): Operations["compact"]["answer"] {
    const space = this.files.compact();
    this.presence.assert();
    return space;
  }

  backup(path: string): undefined {
    createPrivateFile(path);
    this.database.prepare("VACUUM INTO ?").run(path);
  }

  close(): undefined {
    this.transactions.makeCertain();
    lockNote.remove(this.path);
    this.database.close();
  }
}
