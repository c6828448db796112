import { type WebhookContract, webhookContractSchema } from "@plugboard/core/spec";
import type { HttpDefinition } from "./http-definition.js";

const HEADER = /\{header\.([a-z0-9-]+)\}/g;

/** The webhook contract that follows from a definition. The contract's own rules say whether the signature is strong. */
export function contractOf(webhooks: NonNullable<HttpDefinition["webhooks"]>): WebhookContract {
  const { signature, secondFactor, answers, documentation, deduplicateBy = [] } = webhooks;
  const contract = {
    signature,
    ...(secondFactor === undefined ? {} : { secondFactor }),
    acknowledgement: {},
    tryAgainStatus: answers.tryAgain,
    neverAgainStatus: answers.neverAgain,
    retriedForSeconds: answers.retriedForSeconds,
    deduplicationKey: deduplicateBy.length > 0 ? deduplicateBy.join(", ") : "SHA-256 of the delivery",
    recordedHeaders: [...deduplicateBy.join().matchAll(HEADER)].flatMap(([, name]) =>
      name === undefined ? [] : [name],
    ),
    documentation,
  };
  const strong = webhookContractSchema.safeParse({ ...contract, strength: "strong" });
  return strong.success && secondFactor === undefined && signature.scheme !== "none"
    ? strong.data
    : { ...webhookContractSchema.parse({ ...contract, strength: "weak" }) };
}
