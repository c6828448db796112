import type { InsertStep } from "../../codec/encoded-group.js";
import { inboundHead } from "../../codec/inbound-head.js";
import { unpackRows } from "../../codec/unpack-rows.js";
import { Row } from "../../codec/row.js";
import type { SqliteDatabase, SqliteStatement, SqliteValue } from "../../database/sqlite-database.js";
import { column } from "../column.js";
import type { FoundConflict } from "../conflict-finder.js";
import { keyHashes } from "./key-hashes.js";
import { KEY_STATEMENTS } from "./key-statements.js";
import type { HashedKey, RecentKeys } from "./recent-keys.js";
import { settledValues } from "./settled-values.js";

type Fields = readonly Buffer[];

/**
 * Which deliveries are known, so that none is recorded twice. An index by key would put each delivery on a page of its own, since keys are
 * random, and each page is written with its group and once more when the log is moved: two thirds of what a delivery cost. So the table `inbound_keys` has
 * hashes of six bytes, and they come into it many at a time, in their order; until then they are in memory ({@link RecentKeys}), where a start
 * puts them again.
 *
 * A hash only points to deliveries: whether a key is known is told by the delivery itself, compared in full.
 */
export class InboundKeys {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(
    private readonly database: SqliteDatabase,
    private readonly recent: RecentKeys,
    private readonly secret: Buffer,
  ) {}

  /** Claims the keys of deliveries that are about to be inserted. @returns those that have to be left out. */
  claim(step: InsertStep): FoundConflict[] {
    const hashes = keyHashes.ofStep(step, this.secret);
    const conflicts = this.conflictsOf(step, hashes);
    if (new Set(hashes).size < hashes.length) conflicts.push(...repeatedIn(step, hashes, conflicts));
    const leftOut = new Set(conflicts.map(({ sequence }) => sequence));
    const atOnce: HashedKey[] = [];
    for (const [position, hash] of hashes.entries()) {
      const sequence = step.first + position;
      if (!leftOut.has(sequence) && !this.recent.add(hash, sequence)) atOnce.push([hash, sequence]);
    }
    this.settle(atOnce.sort(([left], [right]) => left - right));
    return conflicts;
  }

  /** Who has the keys of deliveries, other than they themselves. */
  find(step: InsertStep): FoundConflict[] {
    return this.conflictsOf(step, keyHashes.ofStep(step, this.secret));
  }

  /** Forgets the keys of deliveries that are about to be deleted. */
  forget(which: "keysOfThese" | "keysOfPruned", ...values: SqliteValue[]): void {
    const keys = this.read(which, values);
    if (keys.length === 0) return;
    for (const [hash, sequence] of keys) this.recent.remove(hash, sequence);
    this.prepared("forget").run(JSON.stringify(keys));
  }

  /** Puts into the table what has its turn. */
  tidy(): void {
    const { keys, mark } = this.recent.takeDue();
    this.settle(keys);
    if (mark !== undefined) this.prepared("mark").run(mark);
  }

  keep(): void {
    this.recent.keep();
  }

  takeBack(): void {
    this.recent.takeBack();
  }

  private read(which: "keysOfThese" | "keysOfPruned", values: readonly SqliteValue[]): HashedKey[] {
    const [row] = this.prepared(which).all(...values);
    return Row.all(column.text(row, "keys"))
      .map((key): HashedKey => [keyHashes.ofHex(key.text(1), this.secret), key.number(0)])
      .sort(([left], [right]) => left - right);
  }

  private settle(keys: readonly HashedKey[]): void {
    for (const values of settledValues(keys)) this.prepared("settle").run(...values);
  }

  private conflictsOf(step: InsertStep, hashes: readonly number[]): FoundConflict[] {
    const holders = this.holdersOf(hashes);
    if (holders.length === 0) return [];
    const rows = unpackRows(step);
    const asked = new Set(holders.map(({ sequence }) => sequence));
    const deliveries = new Map<number, unknown>();
    for (const row of this.prepared("deliveries").all(JSON.stringify([...asked])))
      deliveries.set(column.number(row, "sequence"), row);
    const found = new Map<number, FoundConflict>();
    for (const { position, sequence } of holders) {
      const row = deliveries.get(sequence);
      const fields = rows[position];
      if (row === undefined || fields === undefined) continue;
      const existing = ["raw_id", "channel_id", "deduplication_key"].map((name) =>
        Buffer.from(column.bytes(row, name)),
      );
      if (!isSameKey(existing, fields) || existing[0]?.equals(fields[0] ?? existing[0])) continue;
      found.set(position, conflictWith(step, position, existing, column.text(row, "head")));
    }
    return [...found.values()];
  }

  private holdersOf(hashes: readonly number[]): { readonly position: number; readonly sequence: number }[] {
    const holders = this.prepared("known")
      .all(JSON.stringify(hashes))
      .map((row) => ({ position: column.number(row, "position"), sequence: column.number(row, "sequence") }));
    for (const [position, hash] of hashes.entries()) {
      const sequence = this.recent.get(hash);
      if (sequence !== undefined) holders.push({ position, sequence });
    }
    return holders;
  }

  private prepared(name: keyof typeof KEY_STATEMENTS): SqliteStatement {
    let statement = this.statements.get(name);
    if (!statement) this.statements.set(name, (statement = this.database.prepare(KEY_STATEMENTS[name])));
    return statement;
  }
}

/** Deliveries of one step whose key an earlier one of it has. */
function repeatedIn(step: InsertStep, hashes: readonly number[], known: readonly FoundConflict[]): FoundConflict[] {
  const rows = unpackRows(step);
  const isKnown = new Set(known.map(({ position }) => position - step.position));
  const firsts = new Map<number, Fields[]>();
  const found: FoundConflict[] = [];
  for (const [position, fields] of rows.entries()) {
    const hash = hashes[position];
    if (hash === undefined || isKnown.has(position)) continue;
    const before = firsts.get(hash) ?? [];
    const first = before.find((one) => isSameKey(one, fields));
    if (first) found.push(conflictWith(step, position, first, first[3]?.toString() ?? ""));
    else firsts.set(hash, [...before, fields]);
  }
  return found;
}

/** Fields: id, channel, key. */
function isSameKey([, channel, key]: Fields, [, otherChannel, otherKey]: Fields): boolean {
  return (
    channel !== undefined &&
    key !== undefined &&
    otherChannel !== undefined &&
    otherKey !== undefined &&
    channel.equals(otherChannel) &&
    key.equals(otherKey)
  );
}

function conflictWith(step: InsertStep, position: number, [rawId]: Fields, head: string): FoundConflict {
  return {
    kind: "inbound",
    position: step.position + position,
    sequence: step.first + position,
    existingId: rawId?.toString() ?? "",
    contentHash: "",
    acceptedAtMs: inboundHead.decode(head).recordedAtMs,
  };
}
