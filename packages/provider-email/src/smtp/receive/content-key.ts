import { createHash } from "node:crypto";

/** What makes two equal byte sequences one message: an id or a trace of its own. A date has whole seconds, in which two may be written. */
const IDENTITY = /^(?:message-id|received)[ \t]*:/im;
const HEADER_LIMIT_BYTES = 65_536;

/**
 * What makes two deliveries one message: its bytes. So a message is known again when a server sends it twice because our answer got
 * lost, when a mailbox gives it another UID after a restore (UIDVALIDITY, RFC 3501 §2.3.1.1), and when it is filed twice.
 * @param prefix - the transport: `"imap"` or `"listener"`.
 * @param envelope - recipients outside the message: named anew, it is for others, who would learn nothing of it.
 * @param otherwise - the key of a message that says nothing of when and by whom it was made: two equal ones may be two messages.
 */
export function contentKey(
  prefix: string,
  raw: Uint8Array,
  otherwise: () => string,
  envelope: readonly string[] = [],
): string {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, HEADER_LIMIT_BYTES)).toString("latin1");
  const header = text.split(/\r?\n\r?\n/, 1).join();
  if (!IDENTITY.test(header)) return otherwise();
  const hash = createHash("sha256");
  for (const address of [...envelope].sort()) hash.update(`${address}\n`);
  return `${prefix}:${hash.update(raw).digest("hex")}`;
}
