import { type SiteAnswerV1, type SiteRequestV1, visitorNetwork } from "@plugboard/core/spec";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { recordIds } from "../log/record-ids.js";
import type { SessionRecord } from "../log/session-record.js";
import { identityHash } from "../session/identity-hash.js";
import { issueSessionToken } from "../session/session-token.js";
import { readVisitorIdentity, type VisitorIdentity } from "../session/visitor-identity.js";
import type { ChatContext } from "./chat-context.js";
import { ChatRefusal } from "./chat-refusal.js";
import { jsonResponse } from "./json-response.js";
import { readJson } from "./read-json.js";

const MOST_BYTES = 8_192;
const sessionRequestSchema = z.strictObject({
  language: z.string().regex(/^[A-Za-z0-9-]{2,35}$/),
  /** Made by the website's server with `signVisitorIdentity`. */
  identity: z.string().max(4_096).optional(),
});

/** `POST sessions`: a visitor begins; a person whom the website signed in finds their conversation again, on every device. */
export async function answerSession(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const nowMs = context.clock.now();
  const wait = context.sessionRate.take(visitorNetwork(request.clientAddress), nowMs);
  if (wait > 0) throw new ChatRefusal("TOO_MANY", wait);
  const { language, identity: signed } = readJson(request, sessionRequestSchema, MOST_BYTES);
  const credentials = await context.credentials();
  const identity = signed === undefined ? undefined : await identityOf(context, signed, nowMs);
  if (identity === undefined && context.settings.requireIdentity) throw new ChatRefusal("IDENTITY_REFUSED");
  const sessionId = await begin(context, language, identity, nowMs);
  const token = issueSessionToken(credentials[0].sessionSecret, context.channelId, sessionId, nowMs);
  return jsonResponse(201, { token });
}

async function identityOf(context: ChatContext, signed: string, nowMs: number): Promise<VisitorIdentity> {
  const secrets = (await context.credentials()).flatMap(({ identitySecret }) => identitySecret ?? []);
  const identity = readVisitorIdentity(signed, secrets, nowMs);
  // Never as somebody else, and never as nobody: whoever shows a wrong signature gets no session.
  if (identity === undefined) throw new ChatRefusal("IDENTITY_REFUSED");
  return identity;
}

async function begin(
  { records, logs }: ChatContext,
  language: string,
  identity: VisitorIdentity | undefined,
  nowMs: number,
): Promise<string> {
  const person = identity === undefined ? undefined : personOf(identity);
  const hash = identity === undefined ? undefined : identityHash(identity.id);
  if (hash !== undefined) {
    const known = await records.read(recordIds.identity(hash));
    const sessionId = known === undefined ? undefined : z.string().parse(JSON.parse(known));
    const log = sessionId === undefined ? undefined : await logs.get(sessionId);
    if (sessionId !== undefined && log !== undefined && !log.isErased) {
      if (JSON.stringify(log.record.identity) !== JSON.stringify(person))
        await log.update(() => Promise.resolve({ session: { identity: person } }));
      await log.use(nowMs);
      return sessionId;
    }
  }
  const sessionId = randomBytes(18).toString("base64url");
  const session: SessionRecord = {
    reference: randomBytes(12).toString("base64url"),
    createdAtMs: nowMs,
    usedAtMs: nowMs,
    language,
    ...(person === undefined ? {} : { identity: person }),
    operatorReadSeq: 0,
    deliveredSeq: 0,
    readSeq: 0,
  };
  await logs.create(sessionId, session, hash);
  return sessionId;
}

function personOf({ id, name, email }: VisitorIdentity): NonNullable<SessionRecord["identity"]> {
  return { id, ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
}
