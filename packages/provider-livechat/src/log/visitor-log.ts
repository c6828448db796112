import type { InboundDelivery, RecordChange, RecordsV1 } from "@plugboard/core/spec";
import { firstUseOfDay } from "./last-use.js";
import { type LogEntry, logEntrySchema } from "./log-entry.js";
import { recordIds } from "./record-ids.js";
import { type SessionRecord, sessionRecordSchema } from "./session-record.js";

const PAGE = 500;

/** Told what is new in a log; reads the rest from the log itself. */
export interface LogReader {
  /** A new entry, or nothing where only the marks changed. */
  changed(entry: LogEntry | undefined): void;
  /** The conversation was erased. */
  erased(): void;
}

/**
 * One visitor's conversation while somebody uses it. Everything is durable before anyone hears of it; what is held in memory can be read
 * again: the ids of the messages, the marks, and who listens.
 */
export class VisitorLog {
  readonly readers = new Set<LogReader>();
  /** Until then nobody needs it; see `VisitorLogs`. */
  usedAtMs = 0;
  private tail: Promise<unknown> = Promise.resolve();
  private underWay = 0;
  private gone = false;

  private constructor(
    readonly sessionId: string,
    private readonly records: RecordsV1,
    private session: SessionRecord,
    private readonly seqById: Map<string, number>,
    private lastSeq: number,
  ) {}

  /** @returns undefined when there is no such visitor, or none any more. */
  static async load(records: RecordsV1, sessionId: string): Promise<VisitorLog | undefined> {
    const stored = await records.read(recordIds.session(sessionId));
    if (stored === undefined) return undefined;
    const seqById = new Map<string, number>();
    let lastSeq = 0;
    const session = sessionRecordSchema.parse(JSON.parse(stored));
    const log = new VisitorLog(sessionId, records, session, seqById, 0);
    for (;;) {
      const page = await log.entriesAfter(lastSeq, PAGE);
      for (const { id, by, seq } of page) {
        seqById.set(`${by}/${id}`, seq);
        lastSeq = seq;
      }
      if (page.length < PAGE) break;
    }
    log.lastSeq = lastSeq;
    return log;
  }

  get record(): SessionRecord {
    return this.session;
  }

  /** The newest entry's `seq`; 0 while there is none. */
  get end(): number {
    return this.lastSeq;
  }

  /** Whether something is being written: a second object of the same conversation would give the same place out twice. */
  get isBusy(): boolean {
    return this.underWay > 0;
  }

  get isErased(): boolean {
    return this.gone;
  }

  /** Where a message is that was handed in before. */
  seqOf(by: LogEntry["by"], id: string): number | undefined {
    return this.seqById.get(`${by}/${id}`);
  }

  async entriesAfter(seq: number, limit: number): Promise<LogEntry[]> {
    const prefix = recordIds.entries(this.sessionId);
    const after = recordIds.entry(this.sessionId, seq);
    const found = await this.records.list({ prefix, after, limit });
    return found.map(({ value }) => logEntrySchema.parse(JSON.parse(value)));
  }

  async entry(seq: number): Promise<LogEntry | undefined> {
    const value = await this.records.read(recordIds.entry(this.sessionId, seq));
    return value === undefined ? undefined : logEntrySchema.parse(JSON.parse(value));
  }

  /**
   * Adds a message; one that is there already is not added again.
   * @param make - what the inbound delivery of this entry is, where it has one.
   * @returns its place, durable; undefined when the conversation is erased.
   */
  append(
    entry: Omit<LogEntry, "seq">,
    further: {
      readonly changes?: readonly RecordChange[];
      readonly session?: Partial<SessionRecord>;
      delivery?(entry: LogEntry): InboundDelivery;
    } = {},
  ): Promise<{ readonly seq: number; readonly duplicate: boolean } | undefined> {
    return this.inTurn(async () => {
      if (this.gone) return undefined;
      const known = this.seqOf(entry.by, entry.id);
      if (known !== undefined) return { seq: known, duplicate: true };
      const placed: LogEntry = { ...entry, seq: this.lastSeq + 1 };
      const use = firstUseOfDay(this.sessionId, this.session, placed.atMs);
      const isSame = further.session === undefined && use === undefined;
      const session = isSame ? undefined : { ...this.session, ...further.session, ...use?.session };
      const changes: RecordChange[] = [
        { kind: "put", id: recordIds.entry(this.sessionId, placed.seq), value: JSON.stringify(placed) },
        ...(further.changes ?? []),
        ...(use?.changes ?? []),
        ...(session === undefined ? [] : [this.sessionChange(session)]),
      ];
      await this.records.commit(changes, further.delivery?.(placed));
      if (session !== undefined) this.session = session;
      this.lastSeq = placed.seq;
      this.seqById.set(`${entry.by}/${entry.id}`, placed.seq);
      for (const reader of [...this.readers]) reader.changed(placed);
      return { seq: placed.seq, duplicate: false };
    });
  }

  /** Changes what is kept of the visitor, with a delivery in the same commit. `decide` sees the present state; nothing means no change. */
  update(
    decide: (
      session: SessionRecord,
    ) => Promise<{ readonly session: Partial<SessionRecord>; readonly delivery?: InboundDelivery } | undefined>,
  ): Promise<void> {
    return this.inTurn(async () => {
      if (this.gone) return;
      const decided = await decide(this.session);
      if (decided === undefined) return;
      const session = { ...this.session, ...decided.session };
      await this.records.commit([this.sessionChange(session)], decided.delivery);
      this.session = session;
      for (const reader of [...this.readers]) reader.changed(undefined);
    });
  }

  /** Somebody comes back to it: its time begins anew. */
  use(nowMs: number): Promise<void> {
    return this.inTurn(async () => {
      const use = this.gone ? undefined : firstUseOfDay(this.sessionId, this.session, nowMs);
      if (use === undefined) return;
      const session = { ...this.session, ...use.session };
      await this.records.commit([...use.changes, this.sessionChange(session)]);
      this.session = session;
    });
  }

  /** Deletes all of it: messages, files, consent, the visitor, and what `also` names. Resolves when it is durable. */
  erase(
    also: (session: SessionRecord) => {
      readonly further: readonly RecordChange[];
      readonly delivery?: InboundDelivery;
    },
    isStill: (session: SessionRecord) => boolean = () => true,
  ): Promise<void> {
    return this.inTurn(async () => {
      if (this.gone || !isStill(this.session)) return;
      const { sessionId } = this;
      const { further, delivery } = also(this.session);
      const changes: RecordChange[] = [...further, { kind: "delete", id: recordIds.session(sessionId) }];
      // Files are deleted by name: a list would bring all of their bytes into memory.
      for (let after = 0; ;) {
        const page = await this.entriesAfter(after, PAGE);
        for (const { seq, file } of page) {
          changes.push({ kind: "delete", id: recordIds.entry(sessionId, seq) });
          if (file !== undefined) changes.push({ kind: "delete", id: recordIds.file(sessionId, file.fileId) });
        }
        after = page.at(-1)?.seq ?? 0;
        if (page.length < PAGE) break;
      }
      await this.records.commit(changes, delivery);
      this.gone = true;
      for (const reader of [...this.readers]) reader.erased();
      this.readers.clear();
    });
  }

  private sessionChange(session: SessionRecord): RecordChange {
    return { kind: "put", id: recordIds.session(this.sessionId), value: JSON.stringify(session) };
  }

  /** One after the other: places are given out in the order in which they become durable. */
  private inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    this.underWay += 1;
    const result = this.tail.then(run).finally(() => (this.underWay -= 1));
    this.tail = result.catch(() => undefined);
    return result;
  }
}
