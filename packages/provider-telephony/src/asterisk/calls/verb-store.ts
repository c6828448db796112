import { type CallVerb, callVerbSchema } from "@plugboard/core/spec";
import { z } from "zod";
import { callAri } from "../ari/call-ari.js";
import type { AsteriskConnection } from "../asterisk-connection.js";

/** The channel's variable in which the exchange keeps what is still to be done: a host that starts anew reads it there. */
export const VERBS_VARIABLE = "PLUGBOARD_VERBS";
/** Asterisk reads no longer body (`MAX_CONTENT_LENGTH` of main/http.c is 40,960). */
export const LONGEST_VERBS = 30_000;

const verbsSchema = z.array(callVerbSchema);
/** What is left to do, and whom the first of it, a `dial`, has called already. */
const keptSchema = z.union([
  z.object({ verbs: verbsSchema, leg: z.string() }),
  verbsSchema.transform((verbs) => ({ verbs, leg: undefined })),
]);
export type KeptVerbs = z.output<typeof keptSchema>;
const answerSchema = z.object({ value: z.string() });

/** @param leg - the channel of whom the first verb has called: nobody is rung twice. */
export const writeVerbs = (verbs: readonly CallVerb[], leg?: string): string =>
  JSON.stringify(leg === undefined ? verbs : { verbs, leg });

/** @returns undefined where the exchange has none, or none of ours. */
export async function readVerbs(connection: AsteriskConnection, callId: string): Promise<KeptVerbs | undefined> {
  const response = await callAri(connection, {
    operation: "follow-up",
    method: "GET",
    path: ["channels", callId, "variable"],
    query: { variable: VERBS_VARIABLE },
  });
  if (response.status !== 200) return undefined;
  const answer = answerSchema.safeParse(parse(new TextDecoder().decode(response.body)));
  const kept = keptSchema.safeParse(answer.success ? parse(answer.data.value) : undefined);
  return kept.success ? kept.data : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Somebody else's variable, or none: there is nothing to go on with.
    return undefined;
  }
}
