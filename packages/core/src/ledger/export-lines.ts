import { type BatchHeader, batchHeader } from "../sealing/batch-header.js";
import { leafHash } from "../sealing/leaf-hash.js";
import type { LedgerLog, SealedText } from "../sealing/sealed-text.js";
import { transferText } from "../sealing/transfer-text.js";
import { actText } from "../sealing/act-text.js";

/** An entry that an export shows, and where it stands among those of its batch. */
export interface ShownEntry {
  readonly log: LedgerLog;
  readonly position: number;
  readonly entry: SealedText;
}

/** The lines of an export as objects, their keys in the order in which they are written; see docs/ledger-format.md. */
export const exportLines = {
  batch(header: BatchHeader, shown: readonly ShownEntry[], hashes: readonly string[], before: number): object {
    const positions = shown.map(({ position }) => position);
    return { kind: "batch", before, ...header, hash: batchHeader.hash(header), shown: positions, hashes };
  },

  entry({ log, entry }: ShownEntry): object {
    return log === "transfer" ? transferLine(entry) : actLine(entry);
  },
};

function transferLine(entry: SealedText): object {
  const {
    contentHash: _hash,
    recipients: _recipients,
    providerMessageId: _id,
    isErased: _isErased,
    ...facts
  } = transferText.decode(entry);
  const { code, providerReceivedAtMs, ...always } = facts;
  return {
    kind: "transfer",
    sequence: entry.sequence,
    leaf: leafHash("transfer", entry),
    ...always,
    ...(code === undefined ? {} : { code }),
    ...(providerReceivedAtMs === undefined ? {} : { providerReceivedAtMs }),
    parts: (entry.parts ?? "").split("\n"),
  };
}

function actLine(entry: SealedText): object {
  const { accountId, atMs, actor, action } = actText.decode(entry);
  const parts = (entry.parts ?? "").split("\n");
  return { kind: "act", sequence: entry.sequence, leaf: leafHash("act", entry), accountId, atMs, actor, action, parts };
}
