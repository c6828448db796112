import type { AuditEntry, LedgerEntry } from "@plugboard/core";

/** Column `entry` of `ledger`: everything but account and message, as a JSON array. */
export function ledgerEntryText(entry: LedgerEntry): string {
  return JSON.stringify([
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
  ]);
}

/** Column `entry` of `audit`: everything but the account, as a JSON array. */
export function auditEntryText({ atMs, actor, action, subject, details }: AuditEntry): string {
  return JSON.stringify([atMs, actor, action, subject, details]);
}
