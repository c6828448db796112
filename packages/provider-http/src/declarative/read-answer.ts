import { type HttpResponseV1, outcomeOfStatus, type SendOutcomeInput } from "@plugboard/core/spec";
import type { HttpDefinition } from "./http-definition.js";
import { matches } from "./matches.js";
import { readInstant } from "./read-instant.js";
import { readJson } from "./read-json.js";
import { valueAt } from "./value-at.js";

type AnswerRules = NonNullable<HttpDefinition["send"]>["answer"];
type AnswerRule = AnswerRules["rules"][number];

/** What an answer means: by the definition's rules, by the message's id, else by its status. */
export function readAnswer(rules: AnswerRules, response: HttpResponseV1, nowMs: number): SendOutcomeInput {
  const answer = readJson(response.body);
  const rule = rules.rules.find(({ status, where }) => status.includes(response.status) && matches(answer, where));
  const code = rules.code === undefined ? undefined : valueAt(answer, rules.code);
  const told = typeof code === "string" || typeof code === "number" ? String(code) : undefined;
  // The provider's own code is a code: a sentence may quote an address.
  const providerCode = told !== undefined && /^[\w.-]{1,64}$/.test(told) ? told : String(response.status);
  if (rule !== undefined) return outcomeOfRule(rule, providerCode);
  if (!rules.accepted.includes(response.status)) return outcomeOfStatus(response, nowMs);
  const id = valueAt(answer, rules.id);
  const providerMessageId = typeof id === "number" ? String(id) : id;
  if (typeof providerMessageId !== "string" || providerMessageId === "" || providerMessageId.length > 998)
    return outcomeOfStatus(response, nowMs);
  const receivedAt = rules.receivedAt === undefined ? undefined : readInstant(valueAt(answer, rules.receivedAt), "iso");
  return { outcome: "received", providerMessageId, ...(receivedAt === undefined ? {} : { receivedAt }) };
}

function outcomeOfRule({ outcome, code, party, suppress }: AnswerRule, providerCode: string): SendOutcomeInput {
  const about = { code, party, providerCode };
  if (outcome !== "refused") return { outcome, ...about };
  return { outcome, ...about, ...(suppress === undefined ? {} : { suppress }) };
}
