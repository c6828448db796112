import { createHash } from "node:crypto";
import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { LedgerSeal } from "../ports/ledger-seal.js";
import type { Store } from "../ports/store.js";
import { sparseTree } from "../sealing/sparse-tree.js";
import type { SealedText } from "../sealing/sealed-text.js";
import { exportLines, type ShownEntry } from "./export-lines.js";
import type { CheckpointTree, LedgerCheckpoints } from "./ledger-checkpoints.js";

const PAGE = 100;

/** Which of an account's sealed entries an export shows. */
export interface EntryChoice {
  readonly accountId: string;
  /** Only what is in this batch. */
  readonly batch?: number;
  transfer(entry: SealedText): boolean;
  act(entry: SealedText): boolean;
  /** Withholds parts of an entry that is shown: with their commitments in their place it verifies all the same. */
  withhold?(entry: SealedText): SealedText;
}

/** Writes sealed entries with what it takes to verify them to lines of JSON; see docs/ledger-format.md. */
@injectable()
export class LedgerExporter {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.LedgerCheckpoints) private readonly checkpoints: LedgerCheckpoints,
  ) {}

  /**
   * @param first - the first line, and records that go before the entries.
   * @returns the lines of the file, each with its line feed. Nothing is held in memory but the hashes of batches.
   * @throws {StoreError} @throws {RequestError} `SIGNER_FAILED`.
   */
  async *lines(first: Iterable<object>, choice: EntryChoice): AsyncGenerator<string> {
    const file = createHash("sha256");
    let count = 0;
    const line = (object: object): string => {
      const text = `${JSON.stringify(object)}\n`;
      file.update(text);
      count += 1;
      return text;
    };
    const tree = await this.checkpoints.make();
    for (const object of first) yield line(object);
    const shownBatches: number[] = [];
    for await (const seal of this.seals(choice, tree)) {
      const shown = await this.shown(seal, choice);
      if (shown.length === 0) continue;
      const { header, leaves } = seal;
      const positions = shown.map(({ position }) => position);
      const before = (shownBatches.at(-1) ?? -1) + 1;
      shownBatches.push(header.number - 1);
      yield line(exportLines.batch(header, shown, sparseTree.hashes(leaves, positions), before));
      for (const { entry, ...place } of shown)
        yield line(exportLines.entry({ ...place, entry: choice.withhold?.(entry) ?? entry }));
    }
    yield line({ kind: "checkpoint", ...tree.checkpoint, hashes: sparseTree.hashes(tree.hashes, shownBatches) });
    const end = { lines: count, sha256: file.digest("hex") };
    const signature = await this.checkpoints.sign(`export\n${end.lines}\n${end.sha256}`);
    yield `${JSON.stringify({ kind: "end", ...end, ...(signature === undefined ? {} : { signature }) })}\n`;
  }

  private async *seals({ accountId, batch }: EntryChoice, { checkpoint }: CheckpointTree): AsyncGenerator<LedgerSeal> {
    let after = (batch ?? 1) - 1;
    const last = Math.min(batch ?? Infinity, checkpoint.batches);
    for (;;) {
      const seals = await this.store.seals({ accountId, after, limit: PAGE });
      for (const seal of seals) {
        after = seal.header.number;
        if (after > last) return;
        yield seal;
      }
      if (seals.length < PAGE) return;
    }
  }

  private async shown({ header }: LedgerSeal, choice: EntryChoice): Promise<ShownEntry[]> {
    const { transfers, acts } = await this.store.sealed(header.number);
    const shown: ShownEntry[] = [];
    for (const entry of transfers) {
      const isOwn = entry.head.startsWith(`${choice.accountId}\n`);
      if (isOwn && choice.transfer(entry))
        shown.push({ log: "transfer", position: entry.sequence - header.firstTransfer, entry });
    }
    for (const entry of acts) {
      const position = header.transfers + entry.sequence - header.firstAct;
      if (entry.owner === choice.accountId && choice.act(entry)) shown.push({ log: "act", position, entry });
    }
    return shown;
  }
}
