import { AnswerInvalidError, type RawInbound } from "@plugboard/core/spec";

const decoder = new TextDecoder("utf-8", { fatal: true });

type Fields = Readonly<Record<string, string>>;
/** A delivery is read three times: for its name, for its answer, for its handlers. */
const read = new WeakMap<Uint8Array, Fields>();

/** A delivery's fields. @throws {AnswerInvalidError} */
export function formFieldsOf({ body }: RawInbound): Fields {
  const known = read.get(body);
  if (known !== undefined) return known;
  try {
    const fields: Fields = Object.freeze(Object.fromEntries(new URLSearchParams(decoder.decode(body))));
    read.set(body, fields);
    return fields;
  } catch (error) {
    if (error instanceof TypeError) throw new AnswerInvalidError(["(root): not a form in UTF-8"]);
    throw error;
  }
}
