import {
  AnswerInvalidError,
  ProviderAnswerError,
  readJsonAnswer,
  type SubjectRightResult,
  type SubjectRightsV1,
} from "@plugboard/core/spec";
import type { z } from "zod";
import { callVoximplant } from "../call-voximplant.js";
import { historyTime } from "../calls/history-time.js";
import { digitsOf } from "../digits-of.js";
import { ownSenders } from "../../senders/own-senders.js";
import { historyAnswerSchema, smsHistoryAnswerSchema } from "../voximplant-answer-schemas.js";
import type { VoximplantConnection } from "../voximplant-connection.js";
import { deleteRecord } from "./delete-record.js";

const PAGE = 100;
const MAX_PAGES = 200;
/** "The history is kept for up to a year": what is older is gone. */
const KEPT_MS = 366 * 86_400_000;

/**
 * Capability `subjectRights`: access to a person's calls and SMS with the channel's numbers; erasure of the recordings of these calls. Other numbers of the account
 * may be other customers' (R22). The records of calls and messages themselves the API cannot delete: the answer says who can.
 * @see https://voximplant.com/docs/references/httpapi/history
 */
export function voximplantSubjectRights(connection: VoximplantConnection): SubjectRightsV1 {
  return {
    rights: ["access", "erase"],
    doSubjectRight: async ({ right, transferId, address }): Promise<SubjectRightResult> => {
      const number = digitsOf(address);
      const numbers = ownSenders(connection.settings).map(digitsOf);
      const nowMs = connection.clock.now();
      const dates = { from_date: historyTime(nowMs - KEPT_MS), to_date: historyTime(nowMs) };
      const sessions = await each(numbers, (own) =>
        pages(connection, transferId, "GetCallHistory", historyAnswerSchema, {
          ...{ ...dates, remote_number: number, local_number: own, with_calls: "true", with_records: "true" },
        }),
      );
      if (right === "access") {
        const between = numbers.flatMap((own) => [
          { source_number: own, destination_number: number },
          { source_number: number, destination_number: own },
        ]);
        const messages = await each(between, (pair) =>
          pages(connection, transferId, "GetSmsHistory", smsHistoryAnswerSchema, { ...dates, ...pair }),
        );
        const found = { calls: sessions, messages };
        if (found.calls.length + found.messages.length === 0) return { result: "nothing-found" };
        return { result: "done", data: Buffer.from(JSON.stringify(found)) };
      }
      const records = sessions.flatMap((session) => session.records ?? []);
      for (const { record_id: id } of records) await deleteRecord(connection, { record_id: String(id) });
      return {
        result: "manual",
        proof: `${records.length} recordings deleted`,
        instructions:
          "Voximplant's API deletes recordings only. Ask its support (https://voximplant.com/help) to delete the number from call and SMS history.",
      };
    },
  };
}

/** One after the other: what is found for each, together. */
async function each<Asked, Found>(
  asked: readonly Asked[],
  ask: (one: Asked) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const one of asked) found.push(...(await ask(one)));
  return found;
}

async function pages<Item>(
  connection: VoximplantConnection,
  transferId: string,
  method: string,
  schema: z.ZodType<{ result: Item[] }>,
  parameters: Readonly<Record<string, string>>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const response = await callVoximplant(connection, {
      ...{ operation: "look-up-call", transferId, method },
      parameters: { ...parameters, count: String(PAGE), offset: String(page * PAGE) },
    });
    if (response.status !== 200) throw ProviderAnswerError.of(response, "look-up-call", connection.clock.now());
    const { result } = readJsonAnswer(response, schema);
    items.push(...result);
    if (result.length < PAGE) return items;
  }
  // A part of a person's data is no answer.
  throw new AnswerInvalidError([`${method}: more than ${MAX_PAGES * PAGE}`]);
}
