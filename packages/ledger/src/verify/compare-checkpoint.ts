import type { KeyObject } from "node:crypto";
import { checkpointText, type LedgerCheckpoint } from "@plugboard/core/sealing";
import { checkSignature } from "./check-signature.js";
import type { ReportBook } from "./report-book.js";

/** What a ledger was found to contain, up to the number of batches that the checkpoint names. */
export interface TreeState {
  readonly batches: number;
  readonly head: string;
  readonly tree: string;
}

/** Notes the checkpoint, its signature, and whether the ledger contains what it says. @param line - of an export. */
export function compareCheckpoint(
  book: ReportBook,
  checkpoint: LedgerCheckpoint,
  found: TreeState | undefined,
  { key, line }: { readonly key?: KeyObject | undefined; readonly line?: number | undefined },
): void {
  const { batches, head, tree, signature } = checkpoint;
  const verdict =
    signature === undefined ? undefined : checkSignature(checkpointText.encode(checkpoint), signature, key);
  if (verdict === "bad") book.find({ code: "SIGNATURE_INVALID", what: "the checkpoint is not what was signed", line });
  if (verdict === "of-another-key")
    book.find({ code: "SIGNATURE_INVALID", what: "the checkpoint was signed by another key than the one given", line });
  if (verdict === undefined && key !== undefined)
    book.find({ code: "SIGNATURE_INVALID", what: "the checkpoint is not signed, and a key was given", line });
  const name = signature === undefined ? undefined : checkpointText.keyName(signature);
  book.checkpoint = { batches, head, tree, key: name, isKeyKnown: verdict === "good" };
  if (found === undefined) return;
  if (found.batches < batches)
    book.find({
      code: "TRUNCATED",
      what: `the checkpoint knows ${batches} batches, ${found.batches} are there: the end was taken away`,
      batch: found.batches + 1,
      line,
    });
  else if (found.head !== head || found.tree !== tree)
    book.find({ code: "CHECKPOINT_MISMATCH", what: "the ledger is another one than the checkpoint's", line });
}
