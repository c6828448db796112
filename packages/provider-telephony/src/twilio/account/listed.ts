import { AnswerInvalidError, ProviderAnswerError, readJsonAnswer } from "@plugboard/core/spec";
import type { z } from "zod";
import { callTwilio } from "../call-twilio.js";
import type { TwilioConnection } from "../twilio-connection.js";

/** Small enough for the answer to stay below the operation's limit. Twilio takes up to 1,000. */
const PAGE_SIZE = 200;
const MAX_PAGES = 500;

/**
 * Everything of a list of Twilio's, page by page.
 * @throws {ProviderAnswerError} Twilio refuses, or cannot answer now.
 * @throws {AnswerInvalidError} a page that is none, or more pages than a person has: a part of a person's data is no answer.
 */
export async function listed<Item>(
  connection: TwilioConnection,
  request: {
    readonly transferId: string;
    readonly resource: "/Messages.json" | "/Calls.json";
    /** Of one of both, or between both. */
    readonly to?: string;
    readonly from?: string;
  },
  schema: z.ZodType<{ next_page_uri?: string | null | undefined }>,
  itemsOf: (page: unknown) => readonly Item[],
): Promise<Item[]> {
  const { transferId, resource, to, from } = request;
  const query = new URLSearchParams({
    ...(to === undefined ? {} : { To: to }),
    ...(from === undefined ? {} : { From: from }),
    PageSize: String(PAGE_SIZE),
  }).toString();
  const items: Item[] = [];
  let next: { readonly resource: string } | { readonly path: string } = { resource: `${resource}?${query}` };
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const operation = resource === "/Calls.json" ? "control-call" : "send-message";
    const response = await callTwilio(connection, { operation, transferId, method: "GET", ...next });
    if (response.status !== 200) throw ProviderAnswerError.of(response, operation, connection.clock.now());
    const answer = readJsonAnswer(response, schema);
    items.push(...itemsOf(answer));
    if (!answer.next_page_uri) return items;
    next = { path: answer.next_page_uri };
  }
  throw new AnswerInvalidError([`${resource}: more than ${MAX_PAGES * PAGE_SIZE}`]);
}
