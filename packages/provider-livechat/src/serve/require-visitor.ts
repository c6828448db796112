import type { VisitorLog } from "../log/visitor-log.js";
import { readSessionToken, type SessionClaim } from "../session/session-token.js";
import type { ChatContext } from "./chat-context.js";
import { ChatRefusal } from "./chat-refusal.js";
import type { SiteRequestV1 } from "@plugboard/core/spec";

const DAY_MS = 86_400_000;

/** The visitor a request comes from, by the token in `authorization`; never by the address, where it would be logged. */
export async function requireVisitor(
  context: ChatContext,
  request: SiteRequestV1,
): Promise<{ readonly log: VisitorLog; readonly claim: SessionClaim }> {
  const [, token] = /^Bearer ([\x21-\x7e]{1,200})$/.exec(request.headers["authorization"] ?? "") ?? [];
  if (token === undefined) throw new ChatRefusal("SESSION_REFUSED");
  const secrets = (await context.credentials()).map(({ sessionSecret }) => sessionSecret);
  const lifetimeMs = context.settings.sessionDays * DAY_MS;
  const claim = readSessionToken(token, secrets, context.channelId, context.clock.now(), lifetimeMs);
  const log = claim === undefined ? undefined : await context.logs.get(claim.sessionId);
  // One answer for a forged token, an old one and one of a conversation that was erased.
  if (claim === undefined || log === undefined || log.isErased) throw new ChatRefusal("SESSION_REFUSED");
  return { log, claim };
}
