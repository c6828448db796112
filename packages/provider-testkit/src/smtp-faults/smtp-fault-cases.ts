import type { ExpectedOutcome } from "../fault-server/http-fault-case.js";
import type { SmtpFaultCase } from "./smtp-fault-case.js";
import type { SmtpStage } from "./smtp-script.js";

/** Nothing can have been taken: the message is sent again. */
const tryAgain: ExpectedOutcome = { outcome: "try-again" };
const providerDown: ExpectedOutcome = { outcome: "try-again", party: "provider" };
const providerDownForAll: ExpectedOutcome = { outcome: "try-again", party: "provider", scope: "channel" };
const credentials: ExpectedOutcome = { outcome: "try-again", party: "account", scope: "channel" };
const recipientRefused: ExpectedOutcome = { outcome: "refused", party: "recipient" };
const recipientDead: ExpectedOutcome = { ...recipientRefused, suppress: "hard-bounce" };
const accountRefused: ExpectedOutcome = { outcome: "refused", party: "account" };
/** The dot has left: only an answer could tell whether the message was taken. */
const unknown: ExpectedOutcome = { outcome: "unknown" };
const received: ExpectedOutcome = { outcome: "received" };

const reply = (stage: SmtpStage, text: string, expected: ExpectedOutcome): SmtpFaultCase => ({
  name: `${stage}-${text.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}`,
  script: { [stage]: { act: "reply", text } },
  expected,
});

const ENDS = ["close", "reset", "silence"] as const;

/** FIN, RST and silence instead of an answer at a stage. */
function dropsAt(stage: SmtpStage, expected: ExpectedOutcome, change: Partial<SmtpFaultCase> = {}): SmtpFaultCase[] {
  return ENDS.map((act) => ({
    name: `${change.security === "starttls" ? "starttls-" : ""}${stage}-${act}`,
    script: { [stage]: { act } },
    expected,
    ...(act === "silence" ? { untilDeadline: true } : {}),
    ...change,
  }));
}

/** With base64 a third more: more than the kernel's largest buffers of both sides (4 and 6 MiB) hold. */
const LARGER_THAN_BUFFERS = 9_000_000;

const STARTTLS = { security: "starttls" } as const;
const TLS = { security: "tls" } as const;

const replies: readonly SmtpFaultCase[] = [
  reply("greeting", "421 4.3.2 Closing", providerDownForAll),
  reply("greeting", "450 Busy", providerDown),
  reply("greeting", "554 No service", providerDown),
  reply("greeting", "HTTP/1.1 400 Bad Request", tryAgain),
  reply("ehlo", "421 4.3.2 Closing", providerDown),
  // RFC 5321 §3.2: a client that EHLO does not work for may say HELO.
  reply("ehlo", "502 Not known", received),
  reply("auth", "535 5.7.8 Refused", credentials),
  reply("auth", "534 5.7.9 Too weak", credentials),
  reply("auth", "454 4.7.0 Later", providerDown),
  reply("auth", "421 4.3.2 Closing", providerDown),
  reply("mail", "421 4.3.2 Closing", providerDown),
  reply("mail", "450 4.7.1 Slow down", tryAgain),
  reply("mail", "451 4.3.0 Later", providerDown),
  reply("mail", "452 4.3.1 Full", providerDown),
  reply("mail", "530 5.7.0 Authenticate first", credentials),
  reply("mail", "550 5.1.8 Sender", accountRefused),
  reply("mail", "552 5.3.4 Too large", accountRefused),
  reply("mail", "553 5.1.7 Sender syntax", accountRefused),
  reply("rcpt", "421 4.3.2 Closing", providerDown),
  reply("rcpt", "450 4.2.1 Busy", { outcome: "try-again", party: "recipient" }),
  reply("rcpt", "451 4.7.1 Greylisted", tryAgain),
  reply("rcpt", "452 4.2.2 Full", tryAgain),
  // RFC 3463 §3.2: nobody has this address, has it any more, or can have it.
  reply("rcpt", "550 5.1.1 Nobody", recipientDead),
  reply("rcpt", "550 Nobody", recipientRefused),
  reply("rcpt", "551 5.1.6 Moved", recipientDead),
  reply("rcpt", "552 5.2.2 Full", recipientRefused),
  reply("rcpt", "553 5.1.3 Syntax", recipientDead),
  reply("rcpt", "550 5.7.1 Relaying denied", accountRefused),
  reply("data", "421 4.3.2 Closing", providerDown),
  reply("data", "451 4.3.0 Later", providerDown),
  reply("data", "550 5.7.1 Policy", accountRefused),
  reply("data", "554 5.7.1 No", accountRefused),
  reply("end-of-data", "421 4.3.2 Closing", providerDown),
  reply("end-of-data", "450 4.2.0 Later", tryAgain),
  reply("end-of-data", "451 4.3.0 Later", providerDown),
  reply("end-of-data", "452 4.3.1 Full", providerDown),
  reply("end-of-data", "550 5.7.1 Spam", accountRefused),
  reply("end-of-data", "552 5.3.4 Too large", accountRefused),
  reply("end-of-data", "554 5.6.0 Content", accountRefused),
  reply("end-of-data", "what is this", unknown),
  reply("end-of-data", "354 Go on", unknown),
  reply("quit", "421 4.3.2 Closing", received),
];

const drops: readonly SmtpFaultCase[] = [
  ...(["greeting", "ehlo", "auth", "mail", "rcpt", "data"] as const).flatMap((stage) => dropsAt(stage, tryAgain)),
  ...(["close", "reset", "deaf"] as const).map((act): SmtpFaultCase => ({
    name: `body-middle-${act}`,
    script: { "body-middle": { act } },
    attachmentBytes: LARGER_THAN_BUFFERS,
    expected: tryAgain,
    ...(act === "deaf" ? { untilDeadline: true } : {}),
  })),
  ...dropsAt("end-of-data", unknown),
  ...ENDS.map((act): SmtpFaultCase => ({
    name: `end-of-data-taken-${act}`,
    script: { "end-of-data": { act, taken: true } },
    expected: unknown,
    ...(act === "silence" ? { untilDeadline: true } : {}),
  })),
  {
    name: "end-of-data-half-an-answer",
    script: { "end-of-data": { act: "drip", text: "250-queued", everyMs: 1 } },
    expected: unknown,
    untilDeadline: true,
  },
  {
    name: "end-of-data-answer-in-time",
    script: { "end-of-data": { act: "drip", text: "250 2.0.0 Ok", everyMs: 20 } },
    expected: received,
  },
  ...ENDS.map((act): SmtpFaultCase => ({
    name: `quit-${act}`,
    script: { quit: { act } },
    expected: received,
  })),
  { name: "kept-connection-dropped", script: {}, keptAndDropped: true, expected: received },
];

const encryption: readonly SmtpFaultCase[] = [
  { name: "starttls-not-offered", ...STARTTLS, script: {}, expected: providerDown },
  {
    name: "starttls-454",
    ...STARTTLS,
    certificate: "valid",
    script: { starttls: { act: "reply", text: "454 4.7.0 Not now" } },
    expected: providerDown,
  },
  {
    name: "starttls-501",
    ...STARTTLS,
    certificate: "valid",
    script: { starttls: { act: "reply", text: "501 5.5.4 No" } },
    expected: providerDown,
  },
  { name: "starttls-expired", ...STARTTLS, certificate: "expired", script: {}, expected: providerDown },
  { name: "starttls-wrong-name", ...STARTTLS, certificate: "wrong-name", script: {}, expected: providerDown },
  { name: "starttls-self-signed", ...STARTTLS, certificate: "self-signed", script: {}, expected: providerDown },
  {
    name: "starttls-garbage",
    ...STARTTLS,
    certificate: "valid",
    script: { handshake: { act: "reply", text: "no TLS here" } },
    expected: providerDown,
  },
  ...dropsAt("handshake", tryAgain, { ...STARTTLS, certificate: "valid" }),
  { name: "starttls-works", ...STARTTLS, certificate: "valid", script: {}, expected: received },
  { name: "tls-expired", ...TLS, certificate: "expired", script: {}, expected: providerDown },
  { name: "tls-wrong-name", ...TLS, certificate: "wrong-name", script: {}, expected: providerDown },
  { name: "tls-self-signed", ...TLS, certificate: "self-signed", script: {}, expected: providerDown },
  { name: "tls-plain-text-server", ...TLS, script: {}, expected: providerDown },
  {
    name: "tls-handshake-silence",
    ...TLS,
    script: { greeting: { act: "silence" } },
    expected: tryAgain,
    untilDeadline: true,
  },
  { name: "tls-handshake-close", ...TLS, script: { greeting: { act: "close" } }, expected: tryAgain },
  { name: "tls-works", ...TLS, certificate: "valid", script: {}, expected: received },
];

const others: readonly SmtpFaultCase[] = [
  { name: "refused", script: {}, target: "refused", expected: providerDown },
  { name: "name-not-found", script: {}, target: "name-not-found", expected: tryAgain },
  { name: "auth-not-offered", script: {}, offersAuth: false, expected: tryAgain },
];

/** Every case of FAULTS B over SMTP: 4xx, 5xx and drop at each verb, with the outcome that is right for it. */
export const smtpFaultCases: readonly SmtpFaultCase[] = [...replies, ...drops, ...encryption, ...others];
