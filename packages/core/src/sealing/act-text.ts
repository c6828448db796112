import type { AuditEntry } from "../ports/audit-entry.js";
import { LedgerFormatError } from "./format-error.js";
import { partLine } from "./part-line.js";
import { nextSalt } from "./salts.js";
import type { SealedText } from "./sealed-text.js";

/** An administrative act as it is sealed. JSON texts are as RFC 8785 writes them. */
export const actText = {
  /** JSON array: time, actor, action. */
  head: ({ atMs, actor, action }: AuditEntry): string => JSON.stringify([atMs, actor, action]),

  /** `act` and a JSON array of subject and details: what may tell of a person. */
  parts: ({ subject, details }: AuditEntry): string => `${nextSalt()} act ${JSON.stringify([subject, details])}`,

  /** @throws {LedgerFormatError} */
  decode({ owner, head, parts = "" }: Omit<SealedText, "sequence">): AuditEntry & { readonly isErased: boolean } {
    const [atMs, actor, action] = arrayIn(head);
    const [kind, text] = partLine.words(parts, 2) ?? [];
    if (typeof atMs !== "number" || typeof actor !== "string" || typeof action !== "string")
      throw new LedgerFormatError("head of an act");
    if (kind === undefined)
      return { accountId: owner, atMs, actor, action, subject: "", details: "{}", isErased: true };
    const [subject, details] = kind === "act" && text !== undefined ? arrayIn(text) : [];
    if (typeof subject !== "string" || typeof details !== "string") throw new LedgerFormatError("part of an act");
    return { accountId: owner, atMs, actor, action, subject, details, isErased: false };
  },

  erase: (parts: string): string => partLine.erase(parts),
};

function arrayIn(json: string): unknown[] {
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch {
    throw new LedgerFormatError("JSON of an act");
  }
  if (!Array.isArray(read)) throw new LedgerFormatError("JSON of an act");
  return read;
}
