import { type CallVerb, callVerbSchema } from "@plugboard/core/spec";
import { z } from "zod";
import { callAri } from "../ari/call-ari.js";
import type { AsteriskConnection } from "../asterisk-connection.js";

/** The channel's variable in which the exchange keeps what is still to be done: a host that starts anew reads it there. */
export const VERBS_VARIABLE = "PLUGBOARD_VERBS";
/** Asterisk reads no longer body (`MAX_CONTENT_LENGTH` of main/http.c is 40,960). */
export const LONGEST_VERBS = 30_000;

const verbsSchema = z.array(callVerbSchema);
const answerSchema = z.object({ value: z.string() });

export const writeVerbs = (verbs: readonly CallVerb[]): string => JSON.stringify(verbs);

/** @returns undefined where the exchange has none, or none of ours. */
export async function readVerbs(connection: AsteriskConnection, callId: string): Promise<CallVerb[] | undefined> {
  const response = await callAri(connection, {
    operation: "follow-up",
    method: "GET",
    path: ["channels", callId, "variable"],
    query: { variable: VERBS_VARIABLE },
  });
  if (response.status !== 200) return undefined;
  const answer = answerSchema.safeParse(parse(new TextDecoder().decode(response.body)));
  const verbs = verbsSchema.safeParse(answer.success ? parse(answer.data.value) : undefined);
  return verbs.success ? verbs.data : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Somebody else's variable, or none: there is nothing to go on with.
    return undefined;
  }
}
