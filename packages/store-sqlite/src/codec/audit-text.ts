import type { AuditEntry } from "@plugboard/core";
import { Row } from "./row.js";

/** Column `entry` of `audit` as it was before entries were sealed (see `actText` of core): everything but the account, as a JSON array. */
export const auditText = {
  /** @throws {RowUnreadable} */
  decode(accountId: string, text: string): AuditEntry {
    const entry = Row.one(text);
    return {
      accountId,
      atMs: entry.number(0),
      actor: entry.text(1),
      action: entry.text(2),
      subject: entry.text(3),
      details: entry.text(4),
    };
  },
};
