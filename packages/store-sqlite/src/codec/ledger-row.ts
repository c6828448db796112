import type { LedgerEntry } from "@plugboard/core";

/** Row of `ledger-insert`; the whole of it is also kept as column `entry`. */
export function ledgerRow(entry: LedgerEntry): readonly (string | number | null)[] {
  return [
    entry.accountId,
    entry.messageId,
    entry.transferId,
    entry.channelId,
    entry.providerId,
    entry.operation,
    entry.attempt,
    entry.openedAtMs,
    entry.closedAtMs,
    entry.outcome,
    entry.code ?? null,
    entry.categories,
    entry.countries,
    entry.bytesOut,
    entry.contentHash,
    entry.providerMessageId ?? null,
    entry.providerReceivedAtMs ?? null,
  ];
}
