import type { ImapFlow, SearchObject } from "imapflow";

/** The server said no to a question; nothing of its text, which may quote anything. */
class SearchRefused extends Error {
  readonly responseStatus = "NO";
}

/**
 * UIDs of the open mailbox. imapflow answers `false` where the server refuses, which is not the same as finding nothing: mail that is taken for
 * not there would be passed over.
 * @throws {SearchRefused} @throws {Error} the connection is gone.
 */
export async function searchUids(client: ImapFlow, query: SearchObject): Promise<number[]> {
  const found = await client.search(query, { uid: true });
  if (Array.isArray(found)) return found;
  throw client.usable ? new SearchRefused("search refused") : new Error("connection closed");
}
