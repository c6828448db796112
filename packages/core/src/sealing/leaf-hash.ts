import { partLine } from "./part-line.js";
import type { LedgerLog, SealedText } from "./sealed-text.js";
import { sha256 } from "./sha256.js";

/**
 * The leaf of an entry: SHA-256 of the log's name, owner, head and the commitment of each part, a line each.
 * @param owner - of a transfer the message's id, of an act the account's.
 */
export function leafHash(log: LedgerLog, { owner, head, parts = "" }: Omit<SealedText, "sequence">): string {
  return sha256(`${log}\n${owner}\n${head}\n${commitmentsOf(parts)}`);
}

function commitmentsOf(parts: string): string {
  if (!parts.includes("\n")) return partLine.commitment(parts);
  return parts
    .split("\n")
    .map((line) => partLine.commitment(line))
    .join("\n");
}
