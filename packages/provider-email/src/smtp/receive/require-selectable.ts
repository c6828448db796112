import type { ImapFlow } from "imapflow";

/** Flags of a name that holds other names and no mail, or was deleted and is still subscribed to (RFC 3501 §7.2.2, RFC 5258 §3). */
const WITHOUT_MAIL = ["\\Noselect", "\\NonExistent"];

class NoMailbox extends Error {
  /** As imapflow has it for a name that is not there. */
  readonly code = "NotFound";
}

/**
 * Whether a name that the server refused to open can be opened at all: else it is the settings that are wrong, and no trouble of the server's.
 * @throws {NoMailbox} it cannot. @throws errors of imapflow.
 */
export async function requireSelectable(client: ImapFlow, mailbox: string): Promise<void> {
  if (!client.usable) return;
  const listed = (await client.list({ listOnly: true })).find(({ path }) => nameOf(path) === nameOf(mailbox));
  if (listed !== undefined && WITHOUT_MAIL.some((flag) => listed.flags.has(flag)))
    throw new NoMailbox("not selectable");
}

/** INBOX has its name in every case (RFC 3501 §5.1). */
function nameOf(path: string): string {
  return path.toUpperCase() === "INBOX" ? "INBOX" : path;
}
