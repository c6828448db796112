import type { Party, SendOutcomeInput } from "@plugboard/core/spec";
import type { SmtpFailureFacts, SmtpStage } from "./smtp-failure.js";
import { isDeadAddress } from "./is-dead-address.js";
import { formatSmtpReply, type SmtpReply } from "./smtp-reply.js";

/** What a reply means: a code for programs and whose fault it is. */
export interface ReplyMeaning {
  readonly code: string;
  readonly party: Party;
  /** True when it is about the channel, not this message: the lane pauses. */
  readonly channel?: boolean;
}

type Meanings = readonly (readonly [pattern: RegExp, meaning: ReplyMeaning])[];

/**
 * By enhanced status (RFC 3463 §3, RFC 7372, IANA's registry), whatever the basic code says: it is the more exact of the two.
 * The class (4 or 5) decides between trying again and refusal, and is not part of the pattern.
 */
const BY_ENHANCED: Meanings = [
  [/^1\.[78]$/, { code: "SENDER_REFUSED", party: "account" }],
  [/^1\.0$|^1\.[1-6]$|^1\.9$|^1\.10$/, { code: "RECIPIENT_UNKNOWN", party: "recipient" }],
  [/^2\.2$/, { code: "MAILBOX_FULL", party: "recipient" }],
  [/^2\.3$|^3\.4$/, { code: "MESSAGE_TOO_LARGE", party: "account" }],
  [/^2\./, { code: "MAILBOX_UNAVAILABLE", party: "recipient" }],
  [/^3\./, { code: "PROVIDER_UNAVAILABLE", party: "provider" }],
  [/^4\./, { code: "ROUTE_UNAVAILABLE", party: "provider" }],
  [/^5\.3$/, { code: "TOO_MANY_RECIPIENTS", party: "account" }],
  [/^5\./, { code: "PROTOCOL_REFUSED", party: "provider" }],
  [/^6\./, { code: "CONTENT_REFUSED", party: "account" }],
  [/^7\.[89]$/, { code: "CREDENTIALS_REFUSED", party: "account", channel: true }],
  [/^7\.28$/, { code: "RATE_LIMITED", party: "account", channel: true }],
  [/^7\./, { code: "POLICY_REFUSED", party: "account" }],
];

/** By basic status (RFC 5321 §4.2.2, §4.3.2; RFC 4954 §6), where there is no enhanced one. */
const BY_STATUS: Readonly<Partial<Record<number, ReplyMeaning>>> = {
  421: { code: "PROVIDER_UNAVAILABLE", party: "provider", channel: true },
  450: { code: "MAILBOX_UNAVAILABLE", party: "recipient" },
  451: { code: "PROVIDER_UNAVAILABLE", party: "provider" },
  452: { code: "PROVIDER_UNAVAILABLE", party: "provider" },
  454: { code: "PROVIDER_UNAVAILABLE", party: "provider" },
  455: { code: "PROTOCOL_REFUSED", party: "provider" },
  550: { code: "RECIPIENT_UNKNOWN", party: "recipient" },
  551: { code: "RECIPIENT_UNKNOWN", party: "recipient" },
  552: { code: "MESSAGE_TOO_LARGE", party: "account" },
  553: { code: "RECIPIENT_UNKNOWN", party: "recipient" },
  554: { code: "POLICY_REFUSED", party: "account" },
  556: { code: "RECIPIENT_UNKNOWN", party: "recipient" },
};

/** Codes that mean the recipient only as the answer to RCPT TO: elsewhere 550 or 553 is about sender or content. */
const ELSEWHERE: Readonly<Partial<Record<SmtpStage, ReplyMeaning>>> = {
  mail: { code: "SENDER_REFUSED", party: "account" },
  data: { code: "POLICY_REFUSED", party: "account" },
  body: { code: "POLICY_REFUSED", party: "account" },
};
/** 503 and 5.5.1 (bad sequence): the session was confused, not the message wrong; a new session can take it. */
const SESSION_CONFUSED = 503;
const CREDENTIALS_STATUS = new Set([530, 534, 535, 538]);

/** The meaning of a reply at a stage. */
export function meaningOf(reply: SmtpReply, stage: SmtpStage): ReplyMeaning {
  if (CREDENTIALS_STATUS.has(reply.status) || (stage === "auth" && reply.status >= 500))
    return { code: "CREDENTIALS_REFUSED", party: "account", channel: true };
  if (stage === "starttls") return { code: "TLS_FAILED", party: "provider", channel: true };
  // Too many connections or logins is the account's doing, at whatever stage it is said.
  if (reply.enhanced?.slice(2) === "7.28") return { code: "RATE_LIMITED", party: "account", channel: true };
  if (stage === "connect" || stage === "greeting" || stage === "auth")
    return { code: "PROVIDER_UNAVAILABLE", party: "provider", channel: true };
  // 421 closes the whole session, whatever detail comes with it.
  const closing = reply.status === 421 ? { channel: true } : {};
  const detail = reply.enhanced?.slice(2);
  const enhanced = detail === undefined ? undefined : BY_ENHANCED.find(([pattern]) => pattern.test(detail))?.[1];
  if (enhanced !== undefined) return { ...enhanced, ...closing };
  // A mailbox that takes no more (RFC 5321 §4.2.2); after DATA it is the message that is too long.
  if (stage === "recipient" && reply.status === 552) return { code: "MAILBOX_FULL", party: "recipient" };
  const plain = BY_STATUS[reply.status];
  if (plain?.code === "RECIPIENT_UNKNOWN") return ELSEWHERE[stage] ?? plain;
  if (plain !== undefined) return plain;
  return { code: reply.status >= 500 ? "REQUEST_REFUSED" : "PROVIDER_UNAVAILABLE", party: "provider" };
}

/**
 * The outcome of a failed attempt.
 *
 * An answer 4xx: try again. 5xx: refused, but for what concerns the session or the account's access (greeting, authentication, 503),
 * which can be mended without losing the message: try again. No answer: try again while the final dot had not left, unknown
 * from then on, because the server may have taken the message.
 */
export function outcomeOfFailure(facts: SmtpFailureFacts): SendOutcomeInput {
  const { reply, stage } = facts;
  if (reply === undefined) {
    const { code, party } = silenceOf(facts);
    if (facts.finalDotSent) return { outcome: "unknown", code: "ANSWER_MISSING", party };
    return { outcome: "try-again", code, party, scope: facts.kind === "tls" ? "channel" : "message" };
  }
  const { channel, ...meaning } = meaningOf(reply, stage);
  const said = { ...meaning, providerCode: formatSmtpReply(reply) };
  // An answer below 400 to the end of the message that is not its acceptance says nothing of what became of it.
  if (reply.status < 400 && facts.finalDotSent) return { outcome: "unknown", ...said, code: "ANSWER_UNREADABLE" };
  const permanent = reply.status >= 500 && reply.status !== SESSION_CONFUSED && channel !== true;
  // Of one of several recipients it could not be said.
  const { refusals = [] } = facts;
  const isDead = stage === "recipient" && refusals.length > 0 && refusals.every(isDeadAddress);
  return permanent
    ? { outcome: "refused", ...said, ...(isDead ? { suppress: "hard-bounce" } : {}) }
    : { outcome: "try-again", ...said, scope: channel === true ? "channel" : "message" };
}

function silenceOf(facts: SmtpFailureFacts): { code: string; party: Party } {
  switch (facts.kind) {
    case "timeout":
      return { code: "ANSWER_TIMEOUT", party: facts.stage === "connect" ? "network" : "provider" };
    case "tls":
      return { code: "TLS_FAILED", party: "provider" };
    case "protocol":
      return { code: "ANSWER_UNREADABLE", party: "provider" };
    case "auth-unavailable":
      return { code: "AUTHENTICATION_NOT_OFFERED", party: "account" };
    default:
      return { code: "CONNECTION_LOST", party: "network" };
  }
}
