import {
  type BatchHeader,
  batchHeader,
  leafHash,
  type LedgerLog,
  merkleRoot,
  NO_BATCH,
  SALT_LENGTH,
} from "@plugboard/core/sealing";
import type { EncodedGroup, InsertStep } from "../codec/encoded-group.js";
import { termTag } from "../codec/term-tag.js";
import { unpackTexts } from "../codec/unpack-texts.js";
import type { SqliteDatabase, SqliteStatement } from "../database/sqlite-database.js";
import { column } from "./column.js";

const LOGS: Readonly<Record<string, LedgerLog>> = { ledger: "transfer", audit: "act" };
const HASH_BYTES = 32;
const TIME_DIGITS = 15;
const BOTH = " both ";
const PERSON = " person ";
const REFERENCE_LENGTH = 22;
/** After salt, word, content hash and space. */
const REFERENCE_AT = SALT_LENGTH + BOTH.length + HASH_BYTES * 2 + 1;

/** Where the chain of seals and the two logs end. */
interface ChainEnd {
  readonly number: number;
  readonly hash: string;
  readonly transfers: number;
  readonly acts: number;
}

/** Puts each group's entries under a seal, in the group's own transaction. */
export class Sealer {
  /** After the last group; read anew after one that was taken back. Nobody else writes to the file. */
  private end: ChainEnd | undefined;
  private readonly last: SqliteStatement;
  private readonly ends: SqliteStatement;
  private readonly insert: SqliteStatement;

  constructor(database: SqliteDatabase) {
    this.last = database.prepare("SELECT number, hash FROM ledger_seals ORDER BY number DESC LIMIT 1");
    this.ends = database.prepare(
      `SELECT coalesce((SELECT max(sequence) FROM ledger), 0) AS transfers, coalesce((SELECT max(sequence) FROM audit), 0) AS acts`,
    );
    this.insert = database.prepare(
      `INSERT INTO ledger_seals (number, first_transfer, transfers, first_act, acts, opened_from_ms, opened_to_ms, hash, terms, header, leaves)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS BLOB), ?)`,
    );
  }

  /** @param group - that was just inserted. */
  seal(group: EncodedGroup): void {
    const leaves: string[] = [];
    const seen = new SeenEntries();
    const counts = { transfer: 0, act: 0 };
    for (const step of group.steps) {
      const log = LOGS[step.name];
      if (log === undefined || !("first" in step)) continue;
      counts[log] += step.count;
      this.addLeaves(log, step, leaves, seen);
    }
    if (leaves.length === 0) return;
    const before = this.end ?? this.readEnd(counts);
    const header: BatchHeader = {
      number: before.number + 1,
      previous: before.hash,
      sealedAtMs: Date.now(),
      firstTransfer: before.transfers + 1,
      transfers: counts.transfer,
      firstAct: before.acts + 1,
      acts: counts.act,
      root: merkleRoot(leaves),
    };
    const hash = batchHeader.hash(header);
    this.insert.run(
      header.number,
      header.firstTransfer,
      header.transfers,
      header.firstAct,
      header.acts,
      seen.openedFromMs ?? null,
      seen.openedToMs ?? null,
      Buffer.from(hash, "hex"),
      seen.terms(),
      batchHeader.encode(header),
      hashBytes(leaves),
    );
    const [transfers, acts] = [before.transfers + counts.transfer, before.acts + counts.act];
    this.end = { number: header.number, hash, transfers, acts };
  }

  /** The group that was sealed last is not kept, or it is not known whether it is. */
  takeBack(): void {
    this.end = undefined;
  }

  /** @param inserted - how many of the entries that are there belong to the group. */
  private readEnd(inserted: { readonly transfer: number; readonly act: number }): ChainEnd {
    const [ends] = this.ends.all();
    const [last] = this.last.all();
    return {
      number: last === undefined ? 0 : column.number(last, "number"),
      hash: last === undefined ? NO_BATCH : column.hash(last, "hash"),
      transfers: column.number(ends, "transfers") - inserted.transfer,
      acts: column.number(ends, "acts") - inserted.act,
    };
  }

  private addLeaves(log: LedgerLog, step: InsertStep, leaves: string[], seen: SeenEntries): void {
    for (const [owner = "", head = "", parts = ""] of unpackTexts(step)) {
      leaves.push(leafHash(log, { owner, head, parts }));
      if (log === "transfer") seen.transfer(head, parts);
      else seen.act(owner);
    }
  }
}

/** What a search will look for. */
class SeenEntries {
  openedFromMs: number | undefined;
  openedToMs: number | undefined;
  private readonly tags = new Set<number>();
  /** Of the transfer before: most of a group's take the same way. */
  private accountId = "";
  private route = "";

  /** By places in the texts, see `transferText`: splitting them would cost more than hashing them. */
  transfer(head: string, parts: string): void {
    const account = head.indexOf("\n");
    const channel = account + 1 + TIME_DIGITS;
    const provider = head.indexOf("\n", channel + 1);
    const end = head.indexOf("\n", provider + 1);
    const openedAtMs = Number(head.slice(account + 1, channel));
    if (this.openedFromMs === undefined || openedAtMs < this.openedFromMs) this.openedFromMs = openedAtMs;
    if (this.openedToMs === undefined || openedAtMs > this.openedToMs) this.openedToMs = openedAtMs;
    if (!this.isRouteOf(head, account, channel, end)) {
      this.accountId = head.slice(0, account);
      this.route = head.slice(channel, end);
      this.tags.add(termTag("account", this.accountId)).add(termTag("channel", head.slice(channel + 1, provider)));
      this.tags.add(termTag("provider", head.slice(provider + 1, end)));
    }
    if (parts.startsWith(BOTH, SALT_LENGTH)) this.recipient(parts.slice(REFERENCE_AT, REFERENCE_AT + REFERENCE_LENGTH));
    else
      for (const part of parts.split("\n"))
        if (part.startsWith(PERSON, SALT_LENGTH)) this.recipient(part.slice(SALT_LENGTH + PERSON.length));
  }

  private isRouteOf(head: string, account: number, channel: number, end: number): boolean {
    return (
      this.accountId.length === account &&
      head.startsWith(this.accountId) &&
      end - channel === this.route.length &&
      head.startsWith(this.route, channel)
    );
  }

  private recipient(reference: string): void {
    this.tags.add(termTag("recipient", reference));
  }

  act(accountId: string): void {
    this.tags.add(termTag("account", accountId));
  }

  terms(): Buffer {
    const bytes = Buffer.alloc(this.tags.size * 4);
    let at = 0;
    for (const tag of this.tags) at = bytes.writeUInt32BE(tag, at);
    return bytes;
  }
}

function hashBytes(hashes: readonly string[]): Buffer {
  const bytes = Buffer.alloc(hashes.length * HASH_BYTES);
  for (const [index, hash] of hashes.entries()) bytes.write(hash, index * HASH_BYTES, "hex");
  return bytes;
}
