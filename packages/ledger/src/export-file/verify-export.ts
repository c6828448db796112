import type { KeyObject } from "node:crypto";
import { LedgerFormatError, type LedgerCheckpoint, NO_BATCH, sparseTree } from "@plugboard/core/sealing";
import { checkSignature } from "../verify/check-signature.js";
import { compareCheckpoint } from "../verify/compare-checkpoint.js";
import { requirePublicKey } from "../verify/require-public-key.js";
import type { LedgerReport } from "../verify/finding.js";
import { ReportBook } from "../verify/report-book.js";
import { BatchCheck } from "./batch-check.js";
import { EvidenceCheck } from "./evidence-check.js";
import { type AnyLine, type Line, lineSchemas } from "./line-schemas.js";
import { type RawLine, readLines } from "./read-lines.js";

export interface ExportOptions {
  /** A state the ledger is known to have had. */
  readonly checkpoint?: LedgerCheckpoint | undefined;
  /** The key that the signer made known. */
  readonly key?: KeyObject | undefined;
  /** Search changed entries for the byte; up to a second each for the first few. True unless told. */
  readonly locate?: boolean | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Verifies a file that `ledger.export`, `ledger.proof` or `ledger.evidence` of a host wrote. @throws {OptionInvalidError} a `key` that is none. */
export async function verifyExport(path: string, options: ExportOptions = {}): Promise<LedgerReport> {
  requirePublicKey(options.key);
  const check = new ExportCheck(options);
  for await (const line of readLines(path)) {
    check.line(line);
    if (line.number % 4_096 === 0) options.onProgress?.(line.done, line.total);
  }
  return check.end();
}

/** What may follow what. */
const FIRST: ReadonlySet<string> = new Set(["ledger", "evidence"]);

class ExportCheck {
  private readonly book: ReportBook;
  private readonly evidence: EvidenceCheck;
  private kind: "ledger" | "evidence" = "ledger";
  private accountId = "";
  private readonly batches: [position: number, hash: string][] = [];
  private batch: BatchCheck | undefined;
  private lastBatch: BatchCheck | undefined;
  private stage: "first" | "records" | "entries" | "checkpoint" | "end" = "first";
  private lines = 0;

  constructor(private readonly options: ExportOptions) {
    this.book = new ReportBook(options.locate);
    this.evidence = new EvidenceCheck(this.book);
  }

  line(raw: RawLine): void {
    this.lines = raw.number;
    const line = this.read(raw);
    if (line === undefined) return;
    const { number } = raw;
    if (this.stage === "end") return this.find("FILE_CHANGED", "there is something after the end", number);
    if (FIRST.has(line.kind) !== (this.stage === "first"))
      return this.find("ORDER_CHANGED", "the first line is not the first", number);
    switch (line.kind) {
      case "ledger":
      case "evidence":
        this.stage = "records";
        this.kind = line.kind;
        this.accountId = line.accountId;
        if (line.kind === "evidence") this.evidence.begin(line);
        return;
      case "consent":
      case "suppression":
      case "activation":
        return this.record(line, number);
      case "batch":
        return this.beginBatch(line, number);
      case "transfer":
      case "act":
        return this.entry(line, number);
      case "checkpoint":
        return this.atCheckpoint(line, number);
      case "end":
        return this.atEnd(line, raw);
    }
  }

  end(): LedgerReport {
    if (this.stage !== "end")
      this.find("TRUNCATED", "the file ends before its end: what followed was cut off", this.lines + 1);
    return this.book.report(this.kind);
  }

  private read({ bytes, isWhole, number }: RawLine): AnyLine | undefined {
    let text: string;
    let read: unknown;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      read = JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
      return this.unreadable(number, isWhole ? "the line is no JSON" : "the line was cut off");
    }
    if (!isWhole) return this.unreadable(number, "the line was cut off");
    const kind = typeof read === "object" && read !== null && "kind" in read ? read.kind : undefined;
    if (typeof kind !== "string" || !(kind in lineSchemas))
      return this.unreadable(number, "the line is of no kind that is known");
    const parsed = lineSchemas[kind as AnyLine["kind"]].safeParse(read);
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.join(".");
      this.book.find({ code: "LINE_UNREADABLE", what: "a field is not of its kind", line: number, field });
      return undefined;
    }
    if (JSON.stringify(read) !== text)
      this.find("FILE_CHANGED", "the line is written otherwise than a host writes it", number);
    return parsed.data;
  }

  private unreadable(line: number, what: string): undefined {
    this.find("LINE_UNREADABLE", what, line);
  }

  private record(line: Line<"consent"> | Line<"suppression"> | Line<"activation">, number: number): void {
    if (this.stage !== "records" || this.kind !== "evidence")
      return this.find("ORDER_CHANGED", "a record of evidence stands where none belongs", number);
    this.book.evidence[line.kind] = (this.book.evidence[line.kind] ?? 0) + 1;
    if (line.kind === "consent") this.evidence.consent(line, number);
    else if (line.kind === "suppression") this.evidence.suppression(line, number);
    else this.evidence.activation(line, number);
  }

  private beginBatch(line: Line<"batch">, number: number): void {
    this.endBatch();
    if (this.stage === "checkpoint") return this.find("ORDER_CHANGED", "a batch stands after the checkpoint", number);
    this.stage = "entries";
    const last = this.lastBatch?.header.number ?? 0;
    const where = { batch: line.number, line: number };
    if (line.number <= last) this.book.find({ code: "ORDER_CHANGED", what: "batches are in another order", ...where });
    else if (line.before !== last)
      this.book.find({
        code: "BATCH_MISSING",
        what: `batch ${line.before} was taken out of the file`,
        batch: line.before,
        line: number,
      });
    this.batch = new BatchCheck(this.book, line, number);
    const before = line.number === 1 ? NO_BATCH : line.number === last + 1 ? this.lastBatch?.hash : undefined;
    if (before !== undefined && line.previous !== before)
      this.book.find({
        code: "BATCH_CHANGED",
        what: "the batch before is another one than when this was sealed",
        ...where,
      });
    this.book.counts.batches += 1;
    if (line.number > last) this.batches.push([line.number - 1, this.batch.hash]);
  }

  private entry(line: Line<"transfer"> | Line<"act">, number: number): void {
    if (this.batch === undefined) return this.find("ORDER_CHANGED", "an entry stands outside of its batch", number);
    const entry = this.batch.entry(line, number);
    if (line.accountId !== this.accountId) this.find("ENTRY_ADDED", "the entry is another account's", number);
    if (line.kind === "act") this.evidence.act(entry);
  }

  private endBatch(): void {
    this.batch?.end();
    this.lastBatch = this.batch ?? this.lastBatch;
    this.batch = undefined;
  }

  private atCheckpoint(line: Line<"checkpoint">, number: number): void {
    this.endBatch();
    if (this.stage === "checkpoint") return this.find("ORDER_CHANGED", "there is a second checkpoint", number);
    this.stage = "checkpoint";
    const { kind: _kind, hashes, ...checkpoint } = line;
    let tree: string | undefined;
    try {
      tree = sparseTree.root(line.batches, this.batches, hashes);
    } catch (error) {
      if (!(error instanceof LedgerFormatError)) throw error;
    }
    if (tree !== line.tree)
      this.find("CHECKPOINT_MISMATCH", "the batches shown are not those of the checkpoint", number);
    const [position, hash] = this.batches.at(-1) ?? [];
    if (position === line.batches - 1 && hash !== line.head)
      this.find("CHECKPOINT_MISMATCH", "the last batch is not the checkpoint's", number);
    compareCheckpoint(this.book, checkpoint, undefined, { key: this.options.key, line: number });
    this.compareKnown(line, number);
  }

  /** A state known from elsewhere: at least as many batches, and the same ones. */
  private compareKnown({ batches, head, tree }: Line<"checkpoint">, line: number): void {
    const known = this.options.checkpoint;
    if (known === undefined) return;
    if (batches < known.batches)
      this.find("TRUNCATED", `the known checkpoint has ${known.batches} batches, the file's ${batches}`, line);
    else if (batches === known.batches && (head !== known.head || tree !== known.tree))
      this.find("CHECKPOINT_MISMATCH", "the ledger is another one than the known checkpoint's", line);
    const shown = this.batches.find(([position]) => position === known.batches - 1);
    if (shown !== undefined && shown[1] !== known.head)
      this.find("CHECKPOINT_MISMATCH", "a batch is another one than in the known checkpoint", line);
  }

  private atEnd({ lines, sha256, signature }: Line<"end">, raw: RawLine): void {
    const { number } = raw;
    if (this.stage !== "checkpoint") this.find("ORDER_CHANGED", "the checkpoint is missing before the end", number);
    this.endBatch();
    if (this.kind === "evidence") this.evidence.end();
    this.stage = "end";
    if (lines !== number - 1)
      this.find("TRUNCATED", `the file had ${lines} lines before this one, ${number - 1} are there`, number);
    else if (sha256 !== raw.hashBefore())
      this.find("FILE_CHANGED", "bytes before this line are not as they were written", number);
    const verdict = signature && checkSignature(`export\n${lines}\n${sha256}`, signature, this.options.key);
    if (verdict === "bad") this.find("SIGNATURE_INVALID", "the file is not what was signed", number);
    if (verdict === "of-another-key")
      this.find("SIGNATURE_INVALID", "the file was signed by another key than the one given", number);
    if (verdict === undefined && this.options.key !== undefined)
      this.find("SIGNATURE_INVALID", "the file is not signed, and a key was given", number);
  }

  private find(code: Parameters<ReportBook["find"]>[0]["code"], what: string, line: number): void {
    this.book.find({ code, what, line });
  }
}
