import { AnswerInvalidError, ProviderAnswerError, type SubjectRightsV1, readJsonAnswer } from "@plugboard/core/spec";
import { callEdna } from "../call-edna.js";
import { historyPageSchema } from "../edna-answer-schemas.js";
import type { EdnaConnection } from "../edna-connection.js";

/** Small enough for the answer to stay below the operation's limit. edna takes up to 1,000. */
const PAGE_SIZE = 200;
/** A person's history of this channel; more is asked for by date, by hand. */
const MAX_PAGES = 500;

/**
 * Capability `subjectRights`. Access: the person's message history of this channel, as edna's JSON. Erasure: edna documents no method, so the
 * answer says what a person must do.
 * @see https://docs-pulse.edna.io/docs/api/messages/history
 */
export function ednaSubjectRights(connection: EdnaConnection): SubjectRightsV1 {
  return {
    rights: ["access", "erase"],
    doSubjectRight: async ({ right, transferId, address }) => {
      if (right !== "access") {
        return {
          result: "manual",
          instructions:
            "edna has no method to erase a person's messages: ask edna's support (https://edna.io/contact-us/) to erase them under GDPR Art. 17, naming the channel and the number.",
        };
      }
      const messages = await history(connection, transferId, address);
      if (messages.length === 0) return { result: "nothing-found" };
      return { result: "done", data: Buffer.from(JSON.stringify(messages)) };
    },
  };
}

async function history(connection: EdnaConnection, transferId: string, address: string): Promise<unknown[]> {
  const messages: unknown[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const response = await callEdna(connection, {
      operation: "send-message",
      transferId,
      path: "/api/messages/history",
      body: {
        subscriberFilter: { address: address.replace(/^\+/, ""), type: "PHONE" },
        offset: page * PAGE_SIZE,
        limit: PAGE_SIZE,
        channelTypes: ["WHATSAPP"],
        sort: [{ property: "messageId", direction: "ASC" }],
        subjectId: connection.settings.subjectId,
      },
    });
    if (response.status !== 200) throw ProviderAnswerError.of(response, "send-message", connection.clock.now());
    const { content, hasNext } = readJsonAnswer(response, historyPageSchema);
    // A managed account has the channels of several customers (R22): the filter is edna's to keep, and is not left to it alone.
    messages.push(...content.filter((message) => message.subjectId === connection.settings.subjectId));
    if (hasNext !== true) return messages;
  }
  // A part of a person's data is no answer to a request for access.
  throw new AnswerInvalidError([`content: more than ${MAX_PAGES * PAGE_SIZE} messages`]);
}
