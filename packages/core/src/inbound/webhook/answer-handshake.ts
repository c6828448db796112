import { readSetting } from "../../policy/read-setting.js";
import type { CredentialsV1 } from "../../spec/connection/credentials.js";
import type { InboundEventsV1 } from "../../spec/capabilities/inbound-events.js";
import type { WebhookContract } from "../../spec/manifest/webhook-contract.js";
import { equalInConstantTime } from "../schemes/equal-in-constant-time.js";
import type { WebhookAnswerV1 } from "./webhook-request.js";

/** As text, so that a challenge somebody made up is shown as it is and never run. */
const PLAIN = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" } as const;
const CHALLENGE = /^[\w.~+/=-]{1,512}$/;

/**
 * Answers a handshake of the contract. It proves nothing of later posts: each of them is verified by itself.
 * @returns nothing to whoever has another token: they learn no more than by asking for a channel that is not there.
 */
export async function answerHandshake(
  method: string,
  query: URLSearchParams,
  contract: WebhookContract,
  plugin: InboundEventsV1 | undefined,
  credentials: CredentialsV1<unknown>,
): Promise<WebhookAnswerV1 | undefined> {
  if (contract.handshakeChallenge !== undefined && method === "GET")
    return answerChallenge(query, contract.handshakeChallenge, credentials);
  const answered = await plugin?.doHandshake?.({ method, query: Object.fromEntries(query) });
  if (answered === undefined) return { status: 200, headers: {}, body: "" };
  // Its own word for a wrong token would tell that a channel is there.
  if (answered.status < 200 || answered.status > 299) return undefined;
  return { status: answered.status, headers: PLAIN, body: method === "HEAD" ? "" : answered.body };
}

async function answerChallenge(
  query: URLSearchParams,
  { tokenField, secret, challengeField }: NonNullable<WebhookContract["handshakeChallenge"]>,
  credentials: CredentialsV1<unknown>,
): Promise<WebhookAnswerV1 | undefined> {
  const { current, previous } = await credentials.resolve();
  const [token, challenge] = [query.getAll(tokenField), query.getAll(challengeField)];
  const wanted = [readSetting(current, secret), readSetting(previous, secret)];
  let known = false;
  for (const one of wanted)
    if (typeof one === "string" && one !== "" && equalInConstantTime(token[0] ?? "", one)) known = true;
  const asked = token.length === 1 && challenge.length === 1 && CHALLENGE.test(challenge[0] ?? "");
  return known && asked ? { status: 200, headers: PLAIN, body: challenge[0] ?? "" } : undefined;
}
