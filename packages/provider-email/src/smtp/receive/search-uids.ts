import type { SearchObject } from "imapflow";
import type { ImapSession } from "./open-imap-client.js";
import { requireAnswer } from "./require-answer.js";

/**
 * UIDs of the open mailbox. A refusal is thrown: mail that is taken for not there would be passed over.
 * @throws as `requireAnswer`.
 */
export async function searchUids({ client, answered }: ImapSession, query: SearchObject): Promise<number[]> {
  return requireAnswer(client, await answered(() => client.search(query, { uid: true })));
}
