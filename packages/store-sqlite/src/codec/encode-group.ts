import type { StoreWrite } from "@plugboard/core";
import { ByteCollector } from "./byte-collector.js";
import type { EncodedGroup, GroupStep } from "./encoded-group.js";
import { InboundBatch } from "./inbound-batch.js";
import { ledgerRow } from "./ledger-row.js";
import { MessageBatch } from "./message-batch.js";
import { stepOf } from "./step-of.js";

/**
 * Gathers a group by kind. Kinds do not depend on one another, so only the order within a kind is kept, with inserts before changes:
 * a change never precedes the insert of its record.
 */
export function encodeGroup(group: readonly StoreWrite[]): EncodedGroup {
  const bytes = new ByteCollector();
  const messages = new MessageBatch(bytes);
  const inbound = new InboundBatch(bytes);
  const ledger: unknown[] = [];
  const audit: unknown[] = [];
  const documents: GroupStep[] = [];
  for (const write of group) {
    switch (write.kind) {
      case "message-insert":
        messages.insert(write.record);
        break;
      case "message-update":
        messages.update(write.change);
        break;
      case "ledger-insert":
        ledger.push(ledgerRow(write.entry));
        break;
      case "inbound-insert":
        inbound.insert(write.record);
        break;
      case "inbound-update":
        inbound.update(write.change);
        break;
      case "audit-insert": {
        const { accountId, atMs, actor, action, subject, details } = write.entry;
        audit.push([accountId, atMs, actor, action, subject, details]);
        break;
      }
      case "document-put": {
        const { collection, id, accountId, value } = write.document;
        documents.push(...stepOf("document-put", [[collection, id, accountId, value]]));
        break;
      }
      case "document-delete":
        documents.push(...stepOf("document-delete", [[write.collection, write.id]]));
        break;
    }
  }
  return {
    steps: [
      ...messages.insertSteps(),
      ...messages.updateSteps(),
      ...stepOf("ledger-insert", ledger),
      ...inbound.steps(),
      ...stepOf("audit-insert", audit),
      ...documents,
    ],
    contents: messages.contents,
    bytes: bytes.join(),
  };
}
