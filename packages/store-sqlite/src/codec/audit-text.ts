import type { AuditEntry } from "@plugboard/core";
import { Row } from "./row.js";

/** Column `entry` of `audit`: everything but the account, as a JSON array. */
export const auditText = {
  encode({ atMs, actor, action, subject, details }: AuditEntry): string {
    return JSON.stringify([atMs, actor, action, subject, details]);
  },

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
