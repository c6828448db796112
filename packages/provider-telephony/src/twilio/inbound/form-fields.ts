import { AnswerInvalidError, type RawInbound } from "@plugboard/core/spec";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** A delivery's fields. @throws {AnswerInvalidError} */
export function formFieldsOf(raw: RawInbound): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(new URLSearchParams(decoder.decode(raw.body)));
  } catch (error) {
    if (error instanceof TypeError) throw new AnswerInvalidError(["(root): not a form in UTF-8"]);
    throw error;
  }
}
