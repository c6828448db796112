import {
  ContactCenterError,
  type HttpResponseV1,
  outcomeOfStatus,
  type Party,
  readJsonAnswer,
  type SendOutcomeInput,
} from "@plugboard/core/spec";
import type { z } from "zod";
import { errorAnswerSchema } from "./voximplant-answer-schemas.js";

interface VoximplantError {
  readonly code: string;
  readonly party: Party;
  readonly retry?: "message" | "channel";
}

/** The codes that say more than "refused", from `APIErrorCode` of the published client, @voximplant/apiclient-nodejs 4.11. */
const errors: ReadonlyMap<number, VoximplantError> = new Map<number, VoximplantError>([
  [1, { code: "PROVIDER_UNAVAILABLE", party: "provider", retry: "message" }],
  [2, { code: "PROVIDER_UNAVAILABLE", party: "provider", retry: "message" }],
  [15, { code: "PROVIDER_UNAVAILABLE", party: "provider", retry: "message" }],
  [21, { code: "PROVIDER_UNAVAILABLE", party: "provider", retry: "message" }],
  [100, { code: "CREDENTIALS_REFUSED", party: "account", retry: "channel" }],
  [455, { code: "CLOCK_SKEWED", party: "host", retry: "channel" }],
  [456, { code: "CLOCK_SKEWED", party: "host", retry: "channel" }],
  [423, { code: "RECIPIENT_INVALID", party: "recipient" }],
  [127, { code: "BALANCE_EXHAUSTED", party: "account", retry: "channel" }],
]);

/** What an answer of the Management API means. Errors come with status 200 and a code. */
export function voximplantOutcome<Schema extends z.ZodType>(
  response: HttpResponseV1,
  schema: Schema,
  idOf: (answer: z.output<Schema>) => string,
  nowMs: number,
): SendOutcomeInput {
  if (response.status !== 200) return outcomeOfStatus(response, nowMs);
  try {
    const failed = errorAnswerSchema.safeParse(readJsonAnswer(response, errorAnswerSchema.or(schema)));
    if (!failed.success) return { outcome: "received", providerMessageId: idOf(readJsonAnswer(response, schema)) };
    const { code } = failed.data.error;
    const known = errors.get(code);
    if (known === undefined)
      return { outcome: "refused", code: "REQUEST_REFUSED", party: "account", providerCode: String(code) };
    const about = { code: known.code, party: known.party, providerCode: String(code) };
    return known.retry === undefined
      ? { outcome: "refused", ...about }
      : { outcome: "try-again", ...about, scope: known.retry };
  } catch (error) {
    if (!ContactCenterError.isInstance(error) || error.code !== "ANSWER_INVALID") throw error;
    return outcomeOfStatus(response, nowMs);
  }
}
