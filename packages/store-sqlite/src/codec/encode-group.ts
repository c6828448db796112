import type { StoreWrite } from "@plugboard/core";
import { actText, transferText } from "@plugboard/core/sealing";
import { ByteCollector } from "./byte-collector.js";
import { changesOf } from "./changes-of.js";
import { DocumentBatch } from "./document-batch.js";
import type { EncodedGroup, LedgerErasure } from "./encoded-group.js";
import { InboundBatch } from "./inbound-batch.js";
import { MessageBatch } from "./message-batch.js";
import { packedSteps } from "./packed-steps.js";

/**
 * Gathers a group by kind. Kinds do not depend on one another, so only the order within a kind is kept, with inserts before changes:
 * a change never precedes the insert of its record.
 */
export function encodeGroup(group: readonly StoreWrite[]): EncodedGroup {
  const bytes = new ByteCollector();
  const messages = new MessageBatch(bytes);
  const inbound = new InboundBatch();
  const ledger: string[] = [];
  const audit: string[] = [];
  const erasures: LedgerErasure[] = [];
  const documents = new DocumentBatch();
  const deletedMessages: number[] = [];
  const deletedInbound: number[] = [];
  for (const write of group) {
    switch (write.kind) {
      case "message-insert":
        messages.insert(write.record);
        break;
      case "message-update":
        messages.update(write.change);
        break;
      case "ledger-insert":
        ledger.push(write.entry.messageId, transferText.head(write.entry), transferText.parts(write.entry));
        break;
      case "inbound-insert":
        inbound.insert(write.record);
        break;
      case "inbound-update":
        inbound.update(write.change);
        break;
      case "message-delete":
        deletedMessages.push(write.sequence);
        break;
      case "inbound-delete":
        deletedInbound.push(write.sequence);
        break;
      case "audit-insert":
        audit.push(write.entry.accountId, actText.head(write.entry), actText.parts(write.entry));
        break;
      case "ledger-erase":
        erasures.push(write);
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
      ...packedSteps("ledger", {
        fields: ledger,
        width: 3,
        first: 0,
        position: 0,
      }),
      ...inbound.steps(),
      ...packedSteps("audit", {
        fields: audit,
        width: 3,
        first: 0,
        position: 0,
      }),
      // After every insert and change of the group.
      ...changesOf("message-delete-state", deletedMessages),
      ...changesOf("message-delete-blobs", deletedMessages),
      ...changesOf("message-delete", deletedMessages, deletedMessages),
      ...changesOf("inbound-delete", deletedInbound),
      ...documents.steps(),
    ],
    bytes: bytes.join(),
    erasures,
  };
}
