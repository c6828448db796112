import type {
  AuditEntry,
  InboundChange,
  InboundRecord,
  LedgerEntry,
  MessageChange,
  MessageRecord,
  StoredDocument,
} from "@plugboard/core";

/** 2026-11-21T10:00:00Z. */
const NOON_MS = 1_795_255_200_000;

/** Records that differ in everything that must be unique; what a test is about goes into `fields`. */
export class SampleRecords {
  private lastSequence = 0;

  message(fields: Partial<MessageRecord> = {}): MessageRecord {
    const sequence = (this.lastSequence += 1);
    return {
      sequence,
      messageId: `msg_${String(sequence).padStart(8, "0")}`,
      accountId: "account-1",
      channelId: "channel-1",
      idempotencyKey: undefined,
      payload: JSON.stringify({ text: `Grüße ${sequence} – "quoted" \u2028 🚆\u0000end` }),
      blobs: [],
      contentHash: sequence.toString(16).padStart(64, "0"),
      acceptedAtMs: NOON_MS + sequence,
      expiresAtMs: NOON_MS + 3_600_000,
      state: "accepted",
      queue: "ready",
      dueAtMs: 0,
      attempt: 0,
      providerMessageId: undefined,
      code: undefined,
      stateAtMs: NOON_MS + sequence,
      ...fields,
    };
  }

  /** The change that a receipt makes. */
  received(record: MessageRecord, fields: Partial<MessageChange> = {}): MessageChange {
    return {
      sequence: record.sequence,
      state: "received",
      queue: "none",
      dueAtMs: 0,
      attempt: 1,
      providerMessageId: `provider-${record.sequence}`,
      code: undefined,
      stateAtMs: NOON_MS + 1_000,
      ...fields,
    };
  }

  /** As `PersonReferences` makes them. */
  reference(number: number): string {
    return `person-${String(number).padStart(15, "0")}`;
  }

  ledgerEntry(fields: Partial<LedgerEntry> = {}): LedgerEntry {
    const number = (this.lastSequence += 1);
    return {
      transferId: `trf_${String(number).padStart(8, "0")}`,
      messageId: `msg_${String(number).padStart(8, "0")}`,
      accountId: "account-1",
      channelId: "channel-1",
      providerId: "acme",
      operation: "send",
      attempt: 1,
      openedAtMs: NOON_MS + number,
      closedAtMs: NOON_MS + number + 50,
      outcome: "received",
      code: undefined,
      categories: '["phone-number"]',
      countries: '{"processing":["DE"]}',
      bytesOut: 430,
      contentHash: number.toString(16).padStart(64, "0"),
      providerMessageId: `provider-${number}`,
      providerReceivedAtMs: NOON_MS + number + 40,
      recipients: [this.reference(number)],
      ...fields,
    };
  }

  auditEntry(fields: Partial<AuditEntry> = {}): AuditEntry {
    const number = (this.lastSequence += 1);
    return {
      accountId: "account-1",
      atMs: NOON_MS + number,
      actor: "user-7",
      action: "channel-activated",
      subject: `channel-${number}`,
      details: '{"terms":"2026-01"}',
      ...fields,
    };
  }

  inbound(fields: Partial<InboundRecord> = {}): InboundRecord {
    const sequence = (this.lastSequence += 1);
    return {
      sequence,
      rawId: `raw_${String(sequence).padStart(8, "0")}`,
      accountId: "account-1",
      channelId: "channel-1",
      source: "webhook",
      deduplicationKey: `event-${sequence}`,
      contentType: "application/json",
      body: Uint8Array.of(0, 255, 10, 13, sequence % 256),
      attributes: '{"x-signature":"abc"}',
      recordedAtMs: NOON_MS + sequence,
      state: "recorded",
      attempt: 0,
      dueAtMs: 0,
      finished: "[]",
      code: undefined,
      ...fields,
    };
  }

  /** The change that the last handler makes. */
  done(record: InboundRecord, fields: Partial<InboundChange> = {}): InboundChange {
    return {
      sequence: record.sequence,
      state: "done",
      attempt: 1,
      dueAtMs: 0,
      finished: '["evt_1"]',
      code: undefined,
      ...fields,
    };
  }

  document(fields: Partial<StoredDocument> = {}): StoredDocument {
    const number = (this.lastSequence += 1);
    return {
      collection: "channels",
      id: `channel-${String(number).padStart(4, "0")}`,
      accountId: "account-1",
      value: `{"number":${number}}`,
      ...fields,
    };
  }
}
