export type { AuditEntry } from "./ports/audit-entry.js";
export type { Ids } from "./ports/ids.js";
export type { InboundChange, InboundRecord, InboundState } from "./ports/inbound-record.js";
export type { LedgerEntry } from "./ports/ledger-entry.js";
export type { MessageChange, MessageQueue, MessageRecord } from "./ports/message-record.js";
export type { Secrets } from "./ports/secrets.js";
export type { Page, Store, StoreConflict, StoredDocument, StoreOpening, StoreWrite } from "./ports/store.js";
