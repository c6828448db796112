import type {
  ChangeStep,
  EncodedConflict,
  EncodedGroup,
  FreshRows,
  InsertStep,
  ReceiptStep,
} from "../codec/encoded-group.js";
import type { SqliteDatabase, SqliteStatement } from "../database/sqlite-database.js";
import { CHANGE_STATEMENTS } from "./change-statements.js";
import { ConflictFinder, type FoundConflict } from "./conflict-finder.js";
import type { FreshMessages } from "./fresh-messages.js";
import type { InboundKeys } from "./inbound-keys/inbound-keys.js";
import { INSERT_STATEMENTS } from "./insert-statements.js";
import { LedgerEraser } from "./ledger-eraser.js";
import { packedValues } from "./packed-values.js";
import { Sealer } from "./sealer.js";
import { STATE_STATEMENTS } from "./state-statements.js";

const NO_BYTES = new Uint8Array(0);

/** Applies encoded groups to the tables; the transaction around it is the caller's. */
export class GroupWriter {
  private readonly statements = new Map<string, SqliteStatement>();
  private readonly conflicts: ConflictFinder;
  private readonly sealer: Sealer;
  private readonly eraser: LedgerEraser;

  constructor(
    private readonly database: SqliteDatabase,
    private readonly fresh: FreshMessages,
    private readonly inboundKeys: InboundKeys,
  ) {
    this.conflicts = new ConflictFinder(database);
    this.sealer = new Sealer(database);
    this.eraser = new LedgerEraser(database);
  }

  /** @returns what was left out because its key is taken. */
  apply(group: EncodedGroup): EncodedConflict[] {
    const conflicts: FoundConflict[] = [];
    for (const step of group.steps) {
      if ("rows" in step) this.change(step, group.bytes);
      else if (step.name === "message-receipts") this.receive(step);
      else conflicts.push(...this.insert(step));
    }
    this.sealer.seal(group);
    for (const erasure of group.erasures) this.eraser.erase(erasure);
    this.tidy();
    return conflicts.map(({ sequence: _sequence, ...conflict }) => conflict);
  }

  /** What was applied last is not kept. */
  takeBack(): void {
    this.fresh.takeBack();
    this.sealer.takeBack();
  }

  private insert(step: InsertStep): FoundConflict[] {
    const { name, first, fresh } = step;
    if (name === "inbound") return this.insertInbound(step);
    const values = packedValues(step);
    const hasKeys = name === "messages";
    const { changes } = this.prepared(INSERT_STATEMENTS[name]).run(...(hasKeys ? [first, ...values] : values));
    const conflicts = hasKeys && Number(changes) < step.count ? this.conflicts.find(step) : [];
    if (fresh) this.remember(first, fresh, new Set(conflicts.map(({ sequence }) => sequence)));
    return conflicts;
  }

  private insertInbound(step: InsertStep): FoundConflict[] {
    const conflicts = this.inboundKeys.claim(step);
    const leftOut = conflicts.map(({ sequence }) => sequence - step.first);
    this.prepared(INSERT_STATEMENTS.inbound).run(step.first, ...packedValues(step), JSON.stringify(leftOut));
    return conflicts;
  }

  private remember(first: number, { channelIds, channels }: FreshRows, leftOut: ReadonlySet<number>): void {
    for (const [row, channel] of channels.entries()) {
      const channelId = channelIds[channel];
      if (channelId !== undefined && !leftOut.has(first + row)) this.fresh.add(first + row, channelId);
    }
  }

  private receive(step: ReceiptStep): void {
    let areFresh = true;
    for (const sequence of step.sequences) if (!this.fresh.take(sequence)) areFresh = false;
    const sql = areFresh ? STATE_STATEMENTS.receipts : STATE_STATEMENTS.receiptsOfAny;
    this.prepared(sql).run(...packedValues(step));
  }

  private change({ name, rows, sequences }: ChangeStep, bytes: Uint8Array | undefined): void {
    const statement = this.prepared(CHANGE_STATEMENTS[name]);
    if (name === "inbound-delete") this.inboundKeys.forget("keysOfThese", rows);
    if (name === "message-blobs") statement.run(bytes ?? NO_BYTES, rows);
    else statement.run(rows);
    for (const sequence of sequences) this.fresh.take(sequence);
  }

  /** Keeps few messages in mind and the mark near. */
  private tidy(): void {
    const overdue = this.fresh.takeOverdue();
    if (overdue.length > 0) this.prepared(STATE_STATEMENTS.waiting).run(JSON.stringify(overdue));
    const mark = this.fresh.moveMark();
    if (mark !== undefined) this.prepared(STATE_STATEMENTS.mark).run(mark);
    this.inboundKeys.tidy();
  }

  private prepared(sql: string): SqliteStatement {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}
