import { toDelivery } from "../inbound/to-delivery.js";
import { identityHash } from "../session/identity-hash.js";
import type { RecordChange } from "@plugboard/core/spec";
import { dayOf } from "./last-use.js";
import { recordIds } from "./record-ids.js";
import type { SessionRecord } from "./session-record.js";
import type { VisitorLog } from "./visitor-log.js";

const KEYS = { erasure: "x", expired: "e" } as const;

/**
 * Deletes a visitor's conversation, files, consent and identity.
 * @param told - what the host is told: that the visitor asked (`erasure`), since what it keeps itself is its own to erase, or that the time is over.
 * @param isStill - asked when nothing else of the conversation is under way: whether it is to be deleted still.
 */
export function eraseVisitor(
  log: VisitorLog,
  told?: { readonly kind: keyof typeof KEYS; readonly atMs: number },
  isStill?: (session: SessionRecord) => boolean,
): Promise<void> {
  const { sessionId } = log;
  return log.erase(({ identity, reference, usedAtMs }) => {
    const further: RecordChange[] = [
      { kind: "delete", id: recordIds.reference(reference) },
      { kind: "delete", id: recordIds.lastUse(dayOf(usedAtMs), sessionId) },
    ];
    if (identity !== undefined) further.push({ kind: "delete", id: recordIds.identity(identityHash(identity.id)) });
    const delivery =
      told === undefined ? undefined : toDelivery(`${KEYS[told.kind]}:${sessionId}`, { ...told, sessionId, reference });
    return { further, ...(delivery === undefined ? {} : { delivery }) };
  }, isStill);
}
