import { ProviderAnswerError, readJsonAnswer } from "@plugboard/core/spec";
import { callVoximplant } from "../call-voximplant.js";
import { doneAnswerSchema, errorAnswerSchema } from "../voximplant-answer-schemas.js";
import type { VoximplantConnection } from "../voximplant-connection.js";

/** `RECORD_NOT_FOUND` of `APIErrorCode`, @voximplant/apiclient-nodejs 4.11. */
const RECORD_NOT_FOUND = 341;

/**
 * Deletes a recording; one that is gone already is deleted.
 * @throws {ProviderAnswerError} it was not deleted.
 * @see https://voximplant.com/docs/references/httpapi/history#deleterecord
 */
export async function deleteRecord(
  connection: VoximplantConnection,
  record: { readonly record_url: string } | { readonly record_id: string },
): Promise<void> {
  const response = await callVoximplant(connection, {
    ...{ operation: "delete-recording", method: "DeleteRecord", parameters: record },
  });
  if (response.status !== 200) throw ProviderAnswerError.of(response, "delete-recording", connection.clock.now());
  const answer = readJsonAnswer(response, errorAnswerSchema.or(doneAnswerSchema));
  if ("error" in answer && answer.error.code !== RECORD_NOT_FOUND)
    throw new ProviderAnswerError("ANSWER_REFUSED", {
      operation: "delete-recording",
      providerCode: String(answer.error.code),
    });
}
