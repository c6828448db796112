import {
  AnswerInvalidError,
  ProviderAnswerError,
  type HttpResponseV1,
  type SubjectRightResult,
  type SubjectRightsV1,
  readJsonAnswer,
} from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import { ownSenders } from "../own-senders.js";
import { messagePageSchema } from "../twilio-answer-schemas.js";
import type { TwilioConnection } from "../twilio-connection.js";

const MESSAGE_SID = /^(?:SM|MM)[0-9a-fA-F]{32}$/;
/** Small enough for the answer to stay below the operation's limit. Twilio takes up to 1,000. */
const PAGE_SIZE = 200;
const MAX_PAGES = 500;

type Message = ReturnType<typeof messagePageSchema.parse>["messages"][number];

/**
 * Capability `subjectRights`, over every message between the channel's senders and the person that Twilio lists, and those the host names. Other senders of the
 * account may be other customers' (R22).
 *
 * - access: the messages as Twilio's JSON;
 * - restrict: the text is taken out of each message (`Body=""`), the record of it stays;
 * - erase: the messages are deleted, their media with them. A message still under way cannot be: the answer says so.
 * @see https://www.twilio.com/docs/messaging/api/message-resource#redact-a-message
 * @see https://help.twilio.com/articles/223133687 (deleting a message deletes its media)
 */
export function twilioSubjectRights(connection: TwilioConnection): SubjectRightsV1 {
  return {
    rights: ["access", "restrict", "erase"],
    doSubjectRight: async ({ right, transferId, address, providerMessageIds }): Promise<SubjectRightResult> => {
      const listed: Message[] = [];
      for (const own of ownSenders(connection.settings))
        for (const pair of [
          { to: address, from: own },
          { to: own, from: address },
        ])
          listed.push(...(await messagesOf(connection, transferId, pair)));
      if (right === "access") {
        if (listed.length === 0) return { result: "nothing-found" };
        return { result: "done", data: Buffer.from(JSON.stringify(listed)) };
      }
      const sids = new Set(
        [...listed.map(({ sid }) => sid), ...providerMessageIds].filter((sid) => MESSAGE_SID.test(sid)),
      );
      let done = 0;
      const underWay: string[] = [];
      for (const sid of sids) {
        const response = await change(connection, transferId, sid, right);
        const { status } = response;
        if (status === 200 || status === 204) done += 1;
        else if (status === 400 || status === 409) underWay.push(sid);
        else if (status !== 404) throw ProviderAnswerError.of(response, "send-message", connection.clock.now());
      }
      if (underWay.length > 0)
        return {
          result: "manual",
          proof: `${done} of ${sids.size} messages`,
          instructions:
            "Twilio changes no message that is still under way: ask again when it has been delivered or has failed.",
        };
      return done === 0 ? { result: "nothing-found" } : { result: "done", proof: `${done} messages` };
    },
  };
}

function change(connection: TwilioConnection, transferId: string, sid: string, right: string): Promise<HttpResponseV1> {
  const call = {
    operation: "send-message",
    transferId,
    endpoint: "api",
    path: `/2010-04-01/Accounts/${connection.settings.accountSid}/Messages/${sid}.json`,
  } as const;
  return right === "erase"
    ? callTwilio(connection, { ...call, method: "DELETE" })
    : callTwilio(connection, { ...call, method: "POST", form: [["Body", ""]] });
}

async function messagesOf(
  connection: TwilioConnection,
  transferId: string,
  { to, from }: { readonly to: string; readonly from: string },
): Promise<Message[]> {
  const messages: Message[] = [];
  const query = new URLSearchParams({
    To: `whatsapp:${to}`,
    From: `whatsapp:${from}`,
    PageSize: String(PAGE_SIZE),
  }).toString();
  let path: string | undefined = `/2010-04-01/Accounts/${connection.settings.accountSid}/Messages.json?${query}`;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const response = await callTwilio(connection, {
      operation: "send-message",
      transferId,
      method: "GET",
      endpoint: "api",
      path,
    });
    if (response.status !== 200) throw ProviderAnswerError.of(response, "send-message", connection.clock.now());
    const answer = readJsonAnswer(response, messagePageSchema);
    messages.push(...answer.messages);
    if (!answer.next_page_uri) return messages;
    path = answer.next_page_uri;
  }
  // A part of a person's data is no answer.
  throw new AnswerInvalidError([`messages: more than ${MAX_PAGES * PAGE_SIZE}`]);
}
