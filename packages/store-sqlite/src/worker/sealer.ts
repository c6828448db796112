import { type BatchHeader, batchHeader, leafHash, type LedgerLog, merkleRoot, NO_BATCH } from "@plugboard/core/sealing";
import type { EncodedGroup, InsertStep } from "../codec/encoded-group.js";
import { termTag } from "../codec/term-tag.js";
import { unpackRows } from "../codec/unpack-rows.js";
import type { SqliteDatabase, SqliteStatement } from "../database/sqlite-database.js";
import { column } from "./column.js";

const LOGS: Readonly<Record<string, LedgerLog>> = { ledger: "transfer", audit: "act" };
const HASH_BYTES = 32;

/** Puts each group's entries under a seal, in the group's own transaction. */
export class Sealer {
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
    const [ends] = this.ends.all();
    const [last] = this.last.all();
    const header: BatchHeader = {
      number: last === undefined ? 1 : column.number(last, "number") + 1,
      previous: last === undefined ? NO_BATCH : column.hash(last, "hash"),
      sealedAtMs: Date.now(),
      firstTransfer: column.number(ends, "transfers") - counts.transfer + 1,
      transfers: counts.transfer,
      firstAct: column.number(ends, "acts") - counts.act + 1,
      acts: counts.act,
      root: merkleRoot(leaves),
    };
    this.insert.run(
      header.number,
      header.firstTransfer,
      header.transfers,
      header.firstAct,
      header.acts,
      seen.openedFromMs ?? null,
      seen.openedToMs ?? null,
      Buffer.from(batchHeader.hash(header), "hex"),
      seen.terms(),
      batchHeader.encode(header),
      hashBytes(leaves),
    );
  }

  private addLeaves(log: LedgerLog, step: InsertStep, leaves: string[], seen: SeenEntries): void {
    for (const [owner, head, parts] of unpackRows(step)) {
      const entry = { owner: textOf(owner), head: textOf(head), parts: textOf(parts) };
      leaves.push(leafHash(log, entry));
      if (log === "transfer") seen.transfer(entry.head, entry.parts);
      else seen.act(entry.owner);
    }
  }
}

/** What a search will look for. */
class SeenEntries {
  openedFromMs: number | undefined;
  openedToMs: number | undefined;
  private readonly tags = new Set<number>();
  private before = "";

  transfer(head: string, parts: string): void {
    const [accountId = "", openedAt = "", channelId = "", providerId = ""] = head.split("\n", 4);
    const openedAtMs = Number(openedAt);
    this.openedFromMs = Math.min(this.openedFromMs ?? openedAtMs, openedAtMs);
    this.openedToMs = Math.max(this.openedToMs ?? openedAtMs, openedAtMs);
    const route = `${accountId}\n${channelId}\n${providerId}`;
    if (route !== this.before) {
      this.before = route;
      this.tags.add(termTag("account", accountId)).add(termTag("channel", channelId));
      this.tags.add(termTag("provider", providerId));
    }
    for (const part of parts.includes("\n") ? parts.split("\n") : [parts]) {
      const [, kind, first = "", second = ""] = part.split(" ", 4);
      if (kind === "both") this.tags.add(termTag("recipient", second));
      else if (kind === "person") this.tags.add(termTag("recipient", first));
    }
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

const textOf = (field: Buffer | undefined): string => field?.toString() ?? "";
