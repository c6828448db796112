import type { LedgerEntry } from "@plugboard/core";
import { numberOf } from "./number-of.js";
import { RowUnreadable } from "./row-unreadable.js";
import { textLine } from "./text-line.js";

const OUTCOMES: ReadonlySet<string> = new Set(["received", "refused", "try-again", "unknown"]);
/** Digits of the first time, so that statements find it and what follows it. */
const TIME_DIGITS = 15;

/**
 * Column `entry` of `ledger`: everything but the message's id, a line each, what is searched for first. A template costs a third of what
 * `JSON.stringify` costs, and there is one for every transfer.
 */
export const ledgerText = {
  encode(entry: LedgerEntry): string {
    return `${entry.accountId}
${String(entry.openedAtMs).padStart(TIME_DIGITS, "0")}
${entry.channelId}
${entry.providerId}
${entry.transferId}
${textLine.encode(entry.operation)}
${entry.attempt}
${entry.closedAtMs}
${entry.outcome}
${textLine.encode(entry.code)}
${textLine.encode(entry.categories)}
${textLine.encode(entry.countries)}
${entry.bytesOut}
${entry.contentHash}
${textLine.encode(entry.providerMessageId)}
${entry.providerReceivedAtMs ?? ""}`;
  },

  /** @throws {RowUnreadable} */
  decode(messageId: string, text: string): LedgerEntry {
    const lines = text.split("\n");
    const [accountId, openedAtMs, channelId, providerId, transferId, operation, attempt, closedAtMs, outcome] = lines;
    const [code, categories, countries, bytesOut, contentHash, providerMessageId, receivedAtMs] = lines.slice(9);
    if (
      accountId === undefined ||
      channelId === undefined ||
      providerId === undefined ||
      transferId === undefined ||
      outcome === undefined ||
      !isOutcome(outcome) ||
      contentHash === undefined ||
      receivedAtMs === undefined
    ) {
      throw new RowUnreadable("a ledger entry is incomplete");
    }
    return {
      transferId,
      messageId,
      accountId,
      channelId,
      providerId,
      operation: textLine.decode(operation ?? "") ?? "",
      attempt: numberOf(attempt),
      openedAtMs: numberOf(openedAtMs),
      closedAtMs: numberOf(closedAtMs),
      outcome,
      code: textLine.decode(code ?? ""),
      categories: textLine.decode(categories ?? "") ?? "",
      countries: textLine.decode(countries ?? "") ?? "",
      bytesOut: numberOf(bytesOut),
      contentHash,
      providerMessageId: textLine.decode(providerMessageId ?? ""),
      providerReceivedAtMs: receivedAtMs === "" ? undefined : numberOf(receivedAtMs),
    };
  },
};

function isOutcome(value: string): value is LedgerEntry["outcome"] {
  return OUTCOMES.has(value);
}
