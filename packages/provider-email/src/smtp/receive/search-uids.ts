import type { ImapFlow, SearchObject } from "imapflow";
import { requireAnswer } from "./require-answer.js";

/**
 * UIDs of the open mailbox. A refusal is thrown: mail that is taken for not there would be passed over.
 * @throws as `requireAnswer`.
 */
export async function searchUids(client: ImapFlow, query: SearchObject): Promise<number[]> {
  return requireAnswer(client, await client.search(query, { uid: true }));
}
