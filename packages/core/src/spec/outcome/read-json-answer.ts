import { z } from "zod";
import type { HttpResponseV1 } from "../connection/http-client.js";
import { AnswerInvalidError } from "../errors/answer-invalid-error.js";

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a provider's JSON answer with its schema.
 * @throws {AnswerInvalidError} not UTF-8, not JSON, or not of the schema's shape; the answer is not quoted.
 */
export function readJsonAnswer<Schema extends z.core.$ZodType>(
  response: HttpResponseV1,
  schema: Schema,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(response.body));
  } catch {
    // The parser's own message may quote the answer, so it is not passed on.
    throw new AnswerInvalidError(["(root): not JSON in UTF-8"], { status: response.status });
  }
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new AnswerInvalidError(parsed.error, { status: response.status });
  return parsed.data;
}
