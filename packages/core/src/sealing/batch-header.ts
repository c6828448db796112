import { LedgerFormatError } from "./format-error.js";
import { sha256 } from "./sha256.js";

/** What `previous` of the first batch is. */
export const NO_BATCH = "0".repeat(64);

/** The entries of one commit group, sealed: which they are, the root over their leaves, and the batch before. */
export interface BatchHeader {
  /** From 1, without a gap. */
  readonly number: number;
  /** Hash of the batch before; 64 zeros for the first. */
  readonly previous: string;
  /** By the clock of the machine that sealed, milliseconds since the epoch. */
  readonly sealedAtMs: number;
  /** Sequence of the first transfer, or of the one that would follow when there are none. */
  readonly firstTransfer: number;
  readonly transfers: number;
  readonly firstAct: number;
  readonly acts: number;
  /** Over the leaves: transfers by rising sequence, then acts. */
  readonly root: string;
}

const HASH = /^[0-9a-f]{64}$/;
const NUMBER = /^(?:0|[1-9][0-9]{0,15})$/;

/** The text whose SHA-256 is the batch's hash. */
export const batchHeader = {
  encode(header: BatchHeader): string {
    const { number, previous, sealedAtMs, firstTransfer, transfers, firstAct, acts, root } = header;
    return `batch\n${number}\n${previous}\n${sealedAtMs}\n${firstTransfer}\n${transfers}\n${firstAct}\n${acts}\n${root}`;
  },

  hash: (header: BatchHeader): string => sha256(batchHeader.encode(header)),

  /** @throws {LedgerFormatError} */
  decode(text: string): BatchHeader {
    const lines = text.split("\n");
    const [name, number, previous = "", sealedAtMs, firstTransfer, transfers, firstAct, acts, root = ""] = lines;
    if (name !== "batch" || lines.length !== 9 || !HASH.test(previous) || !HASH.test(root))
      throw new LedgerFormatError("header of a batch");
    return {
      number: numberIn(number),
      previous,
      sealedAtMs: numberIn(sealedAtMs),
      firstTransfer: numberIn(firstTransfer),
      transfers: numberIn(transfers),
      firstAct: numberIn(firstAct),
      acts: numberIn(acts),
      root,
    };
  },
};

function numberIn(line: string | undefined): number {
  if (line === undefined || !NUMBER.test(line)) throw new LedgerFormatError("number in the header of a batch");
  return Number(line);
}
