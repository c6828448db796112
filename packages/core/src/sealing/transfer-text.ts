import type { LedgerEntry } from "../ports/ledger-entry.js";
import { LedgerFormatError } from "./format-error.js";
import { lineText } from "./line-text.js";
import { partLine } from "./part-line.js";
import { nextSalt } from "./salts.js";
import type { SealedText } from "./sealed-text.js";

const OUTCOMES: ReadonlySet<string> = new Set(["received", "refused", "try-again", "unknown"]);
/** Digits of the first time, so that statements find it and what follows it. */
const TIME_DIGITS = 15;
const HEAD_LINES = 14;

/** A transfer as it is sealed. The head never changes; the parts, which tell of a person, can be erased. */
export const transferText = {
  /** A line each, what is searched for first. A template costs a third of what `JSON.stringify` costs, and there is one for every transfer. */
  head(entry: LedgerEntry): string {
    return `${entry.accountId}
${String(entry.openedAtMs).padStart(TIME_DIGITS, "0")}
${entry.channelId}
${entry.providerId}
${entry.transferId}
${lineText.encode(entry.operation)}
${entry.attempt}
${entry.closedAtMs}
${entry.outcome}
${lineText.encode(entry.code)}
${lineText.encode(entry.categories)}
${lineText.encode(entry.countries)}
${entry.bytesOut}
${entry.providerReceivedAtMs ?? ""}`;
  },

  /**
   * To one person: `both`, content hash, reference, the provider's id. To several: `details` without a reference, and one `person` for each, so that
   * one of them can be erased without the others.
   */
  parts({ contentHash, recipients = [], providerMessageId }: LedgerEntry): string {
    const id = lineText.encode(providerMessageId);
    const [only] = recipients;
    if (only !== undefined && recipients.length === 1) return `${nextSalt()} both ${contentHash} ${only} ${id}`;
    let parts = `${nextSalt()} details ${contentHash} ${id}`;
    for (const recipient of recipients) parts += `\n${nextSalt()} person ${recipient}`;
    return parts;
  },

  /** @throws {LedgerFormatError} */
  decode({ owner, head, parts = "" }: Omit<SealedText, "sequence">): LedgerEntry & { readonly isErased: boolean } {
    const lines = head.split("\n");
    const [accountId, openedAtMs, channelId, providerId, transferId, operation, attempt, closedAtMs, outcome] = lines;
    const [code, categories, countries, bytesOut, receivedAtMs] = lines.slice(9);
    if (
      lines.length !== HEAD_LINES ||
      accountId === undefined ||
      channelId === undefined ||
      providerId === undefined ||
      transferId === undefined ||
      outcome === undefined ||
      !isOutcome(outcome)
    ) {
      throw new LedgerFormatError("head of a transfer");
    }
    return {
      transferId,
      messageId: owner,
      accountId,
      channelId,
      providerId,
      operation: lineText.decode(operation ?? "") ?? "",
      attempt: numberOf(attempt),
      openedAtMs: numberOf(openedAtMs),
      closedAtMs: numberOf(closedAtMs),
      outcome,
      code: lineText.decode(code ?? ""),
      categories: lineText.decode(categories ?? "") ?? "",
      countries: lineText.decode(countries ?? "") ?? "",
      bytesOut: numberOf(bytesOut),
      providerReceivedAtMs: receivedAtMs === "" ? undefined : numberOf(receivedAtMs),
      ...personal(parts),
    };
  },

  /**
   * The parts without what tells of a person: their own part, and what belongs to all recipients, since its hash covers every address.
   * @param recipient - the reference of the person; everything goes when it is absent.
   */
  erase(parts: string, recipient?: string): string {
    const lines = parts.split("\n");
    if (recipient !== undefined && !lines.some((line) => recipientOf(line) === recipient)) return parts;
    return lines
      .map((line) => {
        const kind = partLine.words(line, 2)?.[0];
        const isAnothers = recipient !== undefined && kind === "person" && recipientOf(line) !== recipient;
        return isAnothers ? line : partLine.erase(line);
      })
      .join("\n");
  },

  /** The parts of an entry without the references of others, for whom a file is not. Those of an act stay as they are. */
  withholdOthers(parts: string, recipient: string): string {
    return parts
      .split("\n")
      .map((line) => {
        const isAnothers = partLine.words(line, 2)?.[0] === "person" && recipientOf(line) !== recipient;
        return isAnothers ? partLine.erase(line) : line;
      })
      .join("\n");
  },
};

function personal(parts: string): Pick<LedgerEntry, "contentHash" | "recipients" | "providerMessageId"> & {
  isErased: boolean;
} {
  const recipients: string[] = [];
  let contentHash = "";
  let providerMessageId: string | undefined;
  let isErased = false;
  for (const line of parts.split("\n")) {
    const words = partLine.words(line, 4);
    const [kind, first = "", second = "", third = ""] = words ?? [];
    if (words === undefined) isErased = true;
    else if (kind === "both") {
      [contentHash, providerMessageId] = [first, lineText.decode(third)];
      recipients.push(second);
    } else if (kind === "details") {
      contentHash = first;
      providerMessageId = lineText.decode(third === "" ? second : `${second} ${third}`);
    } else if (kind === "person") recipients.push(first);
    else throw new LedgerFormatError("part of a transfer");
  }
  return { contentHash, recipients, providerMessageId, isErased };
}

function recipientOf(line: string): string | undefined {
  const [kind, first, second] = partLine.words(line, 4) ?? [];
  if (kind === "person") return first;
  return kind === "both" ? second : undefined;
}

function isOutcome(value: string): value is LedgerEntry["outcome"] {
  return OUTCOMES.has(value);
}

function numberOf(line: string | undefined): number {
  const value = Number(line);
  if (line === undefined || line === "" || !Number.isSafeInteger(value))
    throw new LedgerFormatError("number of a transfer");
  return value;
}
