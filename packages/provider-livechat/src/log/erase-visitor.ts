import { toDelivery } from "../inbound/to-delivery.js";
import { identityHash } from "../session/identity-hash.js";
import type { RecordChange } from "@plugboard/core/spec";
import { recordIds } from "./record-ids.js";
import type { VisitorLog } from "./visitor-log.js";

/**
 * Deletes a visitor's conversation, files, consent and identity.
 * @param askedAtMs - set where the visitor asked: the host is told then, since what it keeps itself is its own to erase.
 */
export function eraseVisitor(log: VisitorLog, askedAtMs?: number): Promise<void> {
  const { sessionId } = log;
  const { identity, reference } = log.record;
  const mapping: RecordChange[] = [{ kind: "delete", id: recordIds.reference(reference) }];
  if (identity !== undefined) mapping.push({ kind: "delete", id: recordIds.identity(identityHash(identity.id)) });
  const delivery =
    askedAtMs === undefined
      ? undefined
      : toDelivery(`x:${sessionId}`, { kind: "erasure", sessionId, reference, atMs: askedAtMs });
  return log.erase(mapping, delivery);
}
