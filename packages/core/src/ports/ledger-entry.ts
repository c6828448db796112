/**
 * One transfer, opened and closed: what left, to whom, where, when, and what became of it (R12, R23). No content, no address: people appear as
 * references of `PersonReferences`, which can be erased, with content hash and provider's id, while the ledger still verifies.
 */
export interface LedgerEntry {
  readonly transferId: string;
  readonly messageId: string;
  readonly accountId: string;
  readonly channelId: string;
  readonly providerId: string;
  readonly operation: string;
  readonly attempt: number;
  readonly openedAtMs: number;
  readonly closedAtMs: number;
  readonly outcome: "received" | "refused" | "try-again" | "unknown";
  readonly code: string | undefined;
  /** JSON array of personal-data categories. */
  readonly categories: string;
  /** JSON object: facet → array of ISO 3166-1 codes. */
  readonly countries: string;
  /** Bytes of request bodies that left, 0 when none did. */
  readonly bytesOut: number;
  /** SHA-256 of content and recipients, lower-case hex; empty once a recipient was erased. */
  readonly contentHash: string;
  readonly providerMessageId: string | undefined;
  /** References of those it went to, in their order; none where there is nobody, or they were erased. */
  readonly recipients?: readonly string[] | undefined;
  /** The provider's own time of receipt. */
  readonly providerReceivedAtMs: number | undefined;
}
