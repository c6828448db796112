import type { WebhookContract } from "@plugboard/core/spec";

/** Paths in the credentials of the secrets that prove a webhook. */
export function secretNames({ signature, secondFactor }: WebhookContract): string[] {
  const schemes = secondFactor === undefined ? [signature] : [signature, secondFactor];
  return [...new Set(schemes.flatMap((scheme) => ("secret" in scheme ? [scheme.secret] : [])))];
}
