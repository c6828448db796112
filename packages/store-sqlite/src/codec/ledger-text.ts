import { lineText } from "@plugboard/core/sealing";
import type { LedgerEntry } from "@plugboard/core";
import { numberOf } from "./number-of.js";
import { RowUnreadable } from "./row-unreadable.js";

const OUTCOMES: ReadonlySet<string> = new Set(["received", "refused", "try-again", "unknown"]);

/** Column `entry` of `ledger` as it was before entries were sealed (see `transferText` of core): everything but the message's id, a line each. */
export const ledgerText = {
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
      operation: lineText.decode(operation ?? "") ?? "",
      attempt: numberOf(attempt),
      openedAtMs: numberOf(openedAtMs),
      closedAtMs: numberOf(closedAtMs),
      outcome,
      code: lineText.decode(code ?? ""),
      categories: lineText.decode(categories ?? "") ?? "",
      countries: lineText.decode(countries ?? "") ?? "",
      bytesOut: numberOf(bytesOut),
      contentHash,
      providerMessageId: lineText.decode(providerMessageId ?? ""),
      providerReceivedAtMs: receivedAtMs === "" ? undefined : numberOf(receivedAtMs),
    };
  },
};

function isOutcome(value: string): value is LedgerEntry["outcome"] {
  return OUTCOMES.has(value);
}
