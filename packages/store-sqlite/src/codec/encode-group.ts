import type { StoreWrite } from "@plugboard/core";
import { ByteCollector } from "./byte-collector.js";
import { DocumentBatch } from "./document-batch.js";
import type { EncodedGroup, FlatValue } from "./encoded-group.js";
import { auditEntryText, ledgerEntryText } from "./entry-texts.js";
import { InboundBatch } from "./inbound-batch.js";
import { insertsOf } from "./inserts-of.js";
import { MessageBatch } from "./message-batch.js";

/**
 * Gathers a group by kind. Kinds do not depend on one another, so only the order within a kind is kept, with inserts before changes:
 * a change never precedes the insert of its record.
 */
export function encodeGroup(group: readonly StoreWrite[]): EncodedGroup {
  const bytes = new ByteCollector();
  const messages = new MessageBatch(bytes);
  const inbound = new InboundBatch(bytes);
  const ledger: FlatValue[] = [];
  const audit: FlatValue[] = [];
  const documents = new DocumentBatch();
  for (const write of group) {
    switch (write.kind) {
      case "message-insert":
        messages.insert(write.record);
        break;
      case "message-update":
        messages.update(write.change);
        break;
      case "ledger-insert":
        ledger.push(write.entry.accountId, write.entry.messageId, ledgerEntryText(write.entry));
        break;
      case "inbound-insert":
        inbound.insert(write.record);
        break;
      case "inbound-update":
        inbound.update(write.change);
        break;
      case "audit-insert":
        audit.push(write.entry.accountId, auditEntryText(write.entry));
        break;
      case "document-put":
        documents.put(write.document);
        break;
      case "document-delete":
        documents.delete(write.collection, write.id);
        break;
    }
  }
  return {
    steps: [
      ...messages.steps(),
      ...insertsOf("ledger", ledger),
      ...inbound.steps(),
      ...insertsOf("audit", audit),
      ...documents.steps(),
    ],
    bytes: bytes.join(),
  };
}
