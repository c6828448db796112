import { hash } from "node:crypto";
import { type LedgerLog, partLine, type SealedText } from "@plugboard/core/sealing";

const LINE_FEED = 10;
const HASH_LENGTH = 64;
const FIELDS: Readonly<Record<LedgerLog, readonly string[]>> = {
  transfer: [
    "log",
    "messageId",
    "accountId",
    "openedAtMs",
    "channelId",
    "providerId",
    "transferId",
    "operation",
    "attempt",
    "closedAtMs",
    "outcome",
    "code",
    "categories",
    "countries",
    "bytesOut",
    "providerReceivedAtMs",
  ],
  act: ["log", "accountId", "time, actor or action"],
};
const PART_WORDS: Readonly<Record<string, readonly string[]>> = {
  both: ["salt", "part", "contentHash", "recipients", "providerMessageId"],
  details: ["salt", "part", "contentHash", "providerMessageId"],
  person: ["salt", "part", "recipients"],
  act: ["salt", "part", "subject or details"],
};

/**
 * Finds the one byte of an entry that was changed: tries every other value at every place until the entry has its leaf again.
 * @param leaf - as it was sealed.
 * @returns the field, `undefined` when it is more than one byte.
 */
export function locateChange(
  log: LedgerLog,
  { owner, head, parts = "" }: SealedText,
  leaf: string,
): string | undefined {
  const lines = parts.split("\n");
  const commitments = lines.map((line) => partLine.commitment(line));
  const text = Buffer.from([log, owner, head, ...commitments].join("\n"));
  const end = text.length - lines.length * (HASH_LENGTH + 1);
  const at = placeOf(text, log.length + 1, end, (changed) => hash("sha256", changed, "hex") === leaf);
  if (at !== undefined) {
    const before = text.subarray(0, at).filter((byte) => byte === LINE_FEED).length;
    return FIELDS[log][before];
  }
  for (const [index, line] of lines.entries()) {
    const from = end + 1 + index * (HASH_LENGTH + 1);
    const whole = Buffer.from(text);
    const fits = (commitment: string): boolean => {
      whole.write(commitment, from, "latin1");
      return hash("sha256", whole, "hex") === leaf;
    };
    const part = Buffer.from(`part\n${line}`);
    // Of an erased part the commitment itself is what is there.
    const isErased = partLine.isErased(line);
    const found = isErased
      ? placeOf(Buffer.from(line), 7, line.length, (changed) => fits(changed.toString("latin1", 7)))
      : placeOf(part, 5, part.length, (changed) => fits(hash("sha256", changed, "hex")));
    if (found !== undefined) return isErased ? "commitment of an erased part" : wordAt(line, found - 5);
  }
  return undefined;
}

/** @returns where a byte has to be another for the bytes to fit. */
function placeOf(bytes: Buffer, from: number, to: number, fits: (changed: Buffer) => boolean): number | undefined {
  for (let at = from; at < to; at += 1) {
    const before = bytes[at] ?? 0;
    for (let value = 0; value < 256; value += 1) {
      if (value === before) continue;
      bytes[at] = value;
      if (fits(bytes)) {
        bytes[at] = before;
        return at;
      }
    }
    bytes[at] = before;
  }
  return undefined;
}

function wordAt(line: string, at: number): string {
  const words = PART_WORDS[line.split(" ", 2)[1] ?? ""] ?? ["salt", "part"];
  const before = line.slice(0, at).split(" ").length - 1;
  return words[Math.min(before, words.length - 1)] ?? "part";
}
