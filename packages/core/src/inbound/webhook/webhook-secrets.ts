import { readSetting } from "../../policy/read-setting.js";
import type { LiveCredentialsV1 } from "../../spec/connection/credentials.js";
import { WebhookSecretError } from "../../spec/errors/webhook-secret-error.js";
import type { SignatureScheme, WebhookContract } from "../../spec/manifest/webhook-contract.js";
import { type SecretProblem, unusableSecret } from "../schemes/unusable-secret.js";

/** The proofs of a contract that check something; without a signature it stands on its second factor alone. */
export function proofsOf({ signature, secondFactor }: WebhookContract): SignatureScheme[] {
  // The second factor first: it is cheaper, and a weak scheme may have to read the body.
  return [secondFactor, signature].filter((proof) => proof !== undefined && proof.scheme !== "none");
}

/**
 * The secrets a proof may have been made with: the current one and, during a rotation, the one before.
 * @throws {WebhookSecretError} the current one is missing or of no use: nothing could be verified.
 */
export function webhookSecrets(
  proof: SignatureScheme,
  { current, previous }: LiveCredentialsV1<unknown>,
  channelId: string,
): readonly string[] {
  const secret = secretIn(current, proof);
  const problem = unusableSecret(proof, secret);
  if (problem !== undefined || secret === undefined) throw failure(proof, current, problem ?? "missing", channelId);
  if (previous === undefined) return [secret];
  const before = secretIn(previous, proof);
  return before === undefined || unusableSecret(proof, before) !== undefined ? [secret] : [secret, before];
}

/**
 * Looks at every secret the webhooks of a channel need.
 * @throws {WebhookSecretError} one is missing or of no use; the error names its key, never its value.
 */
export function checkWebhookSecrets(
  contract: WebhookContract,
  live: LiveCredentialsV1<unknown>,
  channelId: string,
): void {
  for (const proof of proofsOf(contract)) webhookSecrets(proof, live, channelId);
  const token = contract.handshakeChallenge?.secret;
  if (token === undefined) return;
  const value = readSetting(live.current, token);
  if (typeof value !== "string" || value === "")
    throw new WebhookSecretError({ key: token, problem: "missing", channelId });
}

function secretIn(credentials: unknown, proof: SignatureScheme): string | undefined {
  const parts = keysOfProof(proof).map((key) => readSetting(credentials, key));
  return parts.every((part) => typeof part === "string" && part !== "") ? parts.join("") : undefined;
}

function keysOfProof(proof: SignatureScheme): string[] {
  if (proof.scheme === "none") return [];
  return proof.scheme === "md5-callback-hash" ? [proof.secret, proof.accountId, proof.apiKey] : [proof.secret];
}

function failure(
  proof: SignatureScheme,
  credentials: unknown,
  problem: SecretProblem,
  channelId: string,
): WebhookSecretError {
  const keys = keysOfProof(proof);
  const missing = keys.find((key) => {
    const value = readSetting(credentials, key);
    return typeof value !== "string" || value === "";
  });
  return new WebhookSecretError({ key: missing ?? keys[0] ?? "", problem, channelId });
}
