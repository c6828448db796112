import {
  ProviderAnswerError,
  type HttpResponseV1,
  readJsonAnswer,
  type SubjectRightResult,
  type SubjectRightsV1,
} from "@plugboard/core/spec";
import type { z } from "zod";
import { callTwilio } from "../call-twilio.js";
import { MESSAGING_SERVICE } from "../messaging-service.js";
import { ownSenders } from "../../senders/own-senders.js";
import { callPageSchema, messagePageSchema, recordingPageSchema } from "../twilio-answer-schemas.js";
import type { TwilioConnection } from "../twilio-connection.js";
import { listed } from "./listed.js";

type Message = z.output<typeof messagePageSchema>["messages"][number];

const MESSAGE_SID = /^(?:SM|MM)[0-9a-fA-F]{32}$/;
const CALL_SID = /^CA[0-9a-fA-F]{32}$/;

/**
 * Capability `subjectRights`, over every message and call between the channel's numbers and the person that Twilio lists, and the messages the host names. Other
 * numbers of the account may be other customers' (R22). Where a messaging service chooses the number, the channel's messages are those of the service, and what
 * the person wrote to a number it chose for them.
 *
 * - access: messages and calls as Twilio's JSON;
 * - restrict: the text is taken out of each message (`Body=""`), the record of it stays;
 * - erase: messages are deleted, their media with them; calls are deleted, their recordings first. What is still under way cannot be: the
 *   answer says so.
 * @see https://www.twilio.com/docs/messaging/api/message-resource#redact-a-message
 * @see https://www.twilio.com/docs/voice/api/call-resource#delete-a-call-resource
 */
export function twilioSubjectRights(connection: TwilioConnection): SubjectRightsV1 {
  const own = ownSenders(connection.settings);
  const services = own.filter((sender) => MESSAGING_SERVICE.test(sender));
  const numbers = own.filter((sender) => !MESSAGING_SERVICE.test(sender));
  return {
    rights: ["access", "restrict", "erase"],
    doSubjectRight: async ({ right, transferId, address, providerMessageIds }): Promise<SubjectRightResult> => {
      const between = numbers.flatMap((number) => [
        { to: address, from: number },
        { to: number, from: address },
      ]);
      const messagesOf = (pair: { readonly to?: string; readonly from?: string }): Promise<Message[]> =>
        listed(
          connection,
          { transferId, resource: "/Messages.json", ...pair },
          messagePageSchema,
          (page) => messagePageSchema.parse(page).messages,
        );
      const found = await all(between, messagesOf);
      if (services.length > 0)
        found.push(...ofServices(services, await messagesOf({ to: address }), await messagesOf({ from: address })));
      // A number of the channel may be one of its services', too.
      const messages = [...new Map(found.map((message) => [message.sid, message])).values()];
      // A service has messages alone.
      const calls = await all(between, (pair) =>
        listed(
          connection,
          { transferId, resource: "/Calls.json", ...pair },
          callPageSchema,
          (page) => callPageSchema.parse(page).calls,
        ),
      );
      if (right === "access") {
        if (messages.length + calls.length === 0) return { result: "nothing-found" };
        return { result: "done", data: Buffer.from(JSON.stringify({ messages, calls })) };
      }
      const sids = new Set(
        [...messages.map(({ sid }) => sid), ...providerMessageIds].filter((sid) => MESSAGE_SID.test(sid)),
      );
      const changes = [...sids].map((sid) => () => changeMessage(connection, transferId, sid, right));
      if (right === "erase")
        for (const { sid } of calls) if (CALL_SID.test(sid)) changes.push(() => eraseCall(connection, transferId, sid));
      return settle(connection, changes);
    },
  };
}

/** Twilio may say of what came in which service it belongs to, and always which number it came to. */
function ofServices(
  services: readonly string[],
  toPerson: readonly Message[],
  fromPerson: readonly Message[],
): Message[] {
  const isOurs = ({ messaging_service_sid: sid }: Message): boolean =>
    typeof sid === "string" && services.includes(sid);
  const sent = toPerson.filter(isOurs);
  const numbers = new Set(sent.map(({ from }) => from));
  return [...sent, ...fromPerson.filter((message) => isOurs(message) || numbers.has(message.to))];
}

async function settle(
  connection: TwilioConnection,
  changes: readonly (() => Promise<HttpResponseV1>)[],
): Promise<SubjectRightResult> {
  let done = 0;
  let underWay = 0;
  for (const change of changes) {
    const response = await change();
    const { status } = response;
    if (status === 200 || status === 204) done += 1;
    else if (status === 400 || status === 409) underWay += 1;
    else if (status !== 404) throw ProviderAnswerError.of(response, "send-message", connection.clock.now());
  }
  if (underWay > 0)
    return {
      result: "manual",
      proof: `${done} of ${changes.length} records`,
      instructions: "Twilio changes nothing that is still under way: ask again when it has ended.",
    };
  return done === 0 ? { result: "nothing-found" } : { result: "done", proof: `${done} records` };
}

function changeMessage(
  connection: TwilioConnection,
  transferId: string,
  sid: string,
  right: string,
): Promise<HttpResponseV1> {
  const call = { operation: "send-message", transferId, resource: `/Messages/${sid}.json` } as const;
  return right === "erase"
    ? callTwilio(connection, { ...call, method: "DELETE" })
    : callTwilio(connection, { ...call, method: "POST", form: [["Body", ""]] });
}

/** The recordings first: without its call nobody would find them. */
async function eraseCall(connection: TwilioConnection, transferId: string, sid: string): Promise<HttpResponseV1> {
  const resource = `/Calls/${sid}/Recordings.json`;
  const response = await callTwilio(connection, { operation: "control-call", transferId, method: "GET", resource });
  if (response.status === 200)
    for (const recording of readJsonAnswer(response, recordingPageSchema).recordings) {
      const deleted = await callTwilio(connection, {
        ...{ operation: "delete-recording", method: "DELETE", resource: `/Recordings/${recording.sid}.json` },
      });
      if (deleted.status !== 204 && deleted.status !== 404) return deleted;
    }
  return callTwilio(connection, {
    ...{ operation: "control-call", transferId, method: "DELETE", resource: `/Calls/${sid}.json` },
  });
}

async function all<Pair, Item>(pairs: readonly Pair[], list: (pair: Pair) => Promise<Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for (const pair of pairs) items.push(...(await list(pair)));
  return items;
}
