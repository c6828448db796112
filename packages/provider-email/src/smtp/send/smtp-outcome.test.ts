import { sendOutcomeSchema } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import type { SmtpStage } from "./smtp-failure.js";
import { outcomeOfFailure } from "./smtp-outcome.js";
import { formatSmtpReply, readSmtpReply } from "./smtp-reply.js";

const R = "refused";
const T = "try-again";
const C = "try-again channel";

/** The written table: where, what the server said, what it means. */
const TABLE: readonly (readonly [SmtpStage, string, string, string, string])[] = [
  ["greeting", "421 4.3.2 too busy", C, "PROVIDER_UNAVAILABLE", "provider"],
  ["greeting", "554 no service for you", C, "PROVIDER_UNAVAILABLE", "provider"],
  ["greeting", "554 5.7.1 listed", C, "PROVIDER_UNAVAILABLE", "provider"],
  ["greeting", "501 bad EHLO", C, "PROVIDER_UNAVAILABLE", "provider"],
  ["starttls", "454 4.7.0 TLS not available", C, "TLS_FAILED", "provider"],
  ["starttls", "502 5.5.1 not implemented", C, "TLS_FAILED", "provider"],
  ["auth", "535 5.7.8 wrong password", C, "CREDENTIALS_REFUSED", "account"],
  ["auth", "534 5.7.9 mechanism too weak", C, "CREDENTIALS_REFUSED", "account"],
  ["auth", "530 5.7.0 must issue STARTTLS", C, "CREDENTIALS_REFUSED", "account"],
  ["auth", "550 5.7.1 disabled", C, "CREDENTIALS_REFUSED", "account"],
  ["greeting", "421 4.7.28 too many connections", C, "RATE_LIMITED", "account"],
  ["auth", "454 4.7.28 too many logins", C, "RATE_LIMITED", "account"],
  ["auth", "454 4.7.0 temporary failure", C, "PROVIDER_UNAVAILABLE", "provider"],
  ["auth", "421 4.7.0 too many failures", C, "PROVIDER_UNAVAILABLE", "provider"],
  ["mail", "530 5.7.0 authentication required", C, "CREDENTIALS_REFUSED", "account"],
  ["mail", "550 5.7.60 not allowed to send as", R, "POLICY_REFUSED", "account"],
  ["mail", "553 5.1.8 sender domain does not exist", R, "SENDER_REFUSED", "account"],
  ["mail", "550 sender refused", R, "SENDER_REFUSED", "account"],
  ["mail", "552 5.3.4 too large", R, "MESSAGE_TOO_LARGE", "account"],
  ["mail", "552 too large", R, "MESSAGE_TOO_LARGE", "account"],
  ["mail", "452 4.3.1 no space", T, "PROVIDER_UNAVAILABLE", "provider"],
  ["mail", "451 4.3.0 local error", T, "PROVIDER_UNAVAILABLE", "provider"],
  ["mail", "450 4.7.28 rate limited", C, "RATE_LIMITED", "account"],
  ["mail", "421 4.7.28 rate limited", C, "RATE_LIMITED", "account"],
  ["mail", "503 5.5.1 bad sequence", T, "PROTOCOL_REFUSED", "provider"],
  ["recipient", "550 5.1.1 no such user", R, "RECIPIENT_UNKNOWN", "recipient"],
  ["recipient", "550 no such user", R, "RECIPIENT_UNKNOWN", "recipient"],
  ["recipient", "551 5.1.6 moved", R, "RECIPIENT_UNKNOWN", "recipient"],
  ["recipient", "553 5.1.3 bad address", R, "RECIPIENT_UNKNOWN", "recipient"],
  ["recipient", "556 5.1.10 null MX", R, "RECIPIENT_UNKNOWN", "recipient"],
  ["recipient", "552 5.2.2 mailbox full", R, "MAILBOX_FULL", "recipient"],
  ["recipient", "552 storage allocation exceeded", R, "MAILBOX_FULL", "recipient"],
  ["recipient", "550 5.2.1 mailbox disabled", R, "MAILBOX_UNAVAILABLE", "recipient"],
  ["recipient", "550 5.7.1 relaying denied", R, "POLICY_REFUSED", "account"],
  ["recipient", "554 5.7.1 listed", R, "POLICY_REFUSED", "account"],
  ["recipient", "550 5.4.1 access denied", R, "ROUTE_UNAVAILABLE", "provider"],
  ["recipient", "450 4.2.0 greylisted", T, "MAILBOX_UNAVAILABLE", "recipient"],
  ["recipient", "450 mailbox busy", T, "MAILBOX_UNAVAILABLE", "recipient"],
  ["recipient", "451 4.7.1 greylisted", T, "POLICY_REFUSED", "account"],
  ["recipient", "452 4.2.2 mailbox full", T, "MAILBOX_FULL", "recipient"],
  ["recipient", "452 4.5.3 too many recipients", T, "TOO_MANY_RECIPIENTS", "account"],
  ["recipient", "452 no space", T, "PROVIDER_UNAVAILABLE", "provider"],
  ["recipient", "454 4.7.1 relay access denied for now", T, "POLICY_REFUSED", "account"],
  ["recipient", "421 4.3.0 closing", C, "PROVIDER_UNAVAILABLE", "provider"],
  ["data", "554 5.5.1 no valid recipients", R, "PROTOCOL_REFUSED", "provider"],
  ["data", "451 4.3.0 not now", T, "PROVIDER_UNAVAILABLE", "provider"],
  ["body", "250-broken", "unknown", "ANSWER_UNREADABLE", "provider"],
  ["body", "354 what", "unknown", "ANSWER_UNREADABLE", "provider"],
  ["body", "421 4.3.0 closing", C, "PROVIDER_UNAVAILABLE", "provider"],
  ["body", "450 4.7.1 try later", T, "POLICY_REFUSED", "account"],
  ["body", "451 4.3.0 queue file error", T, "PROVIDER_UNAVAILABLE", "provider"],
  ["body", "452 4.3.1 no space", T, "PROVIDER_UNAVAILABLE", "provider"],
  ["body", "550 5.7.1 looks like spam", R, "POLICY_REFUSED", "account"],
  ["body", "550 looks like spam", R, "POLICY_REFUSED", "account"],
  ["body", "552 5.3.4 too large", R, "MESSAGE_TOO_LARGE", "account"],
  ["body", "552 5.2.3 too large for the mailbox", R, "MESSAGE_TOO_LARGE", "account"],
  ["body", "554 5.6.0 malformed", R, "CONTENT_REFUSED", "account"],
  ["body", "554 transaction failed", R, "POLICY_REFUSED", "account"],
  ["body", "555 what", R, "REQUEST_REFUSED", "provider"],
  ["body", "550 5.3.0 system trouble", R, "PROVIDER_UNAVAILABLE", "provider"],
];

describe("an answer", () => {
  test.each(TABLE)("%s: %s -> %s %s, party %s", (stage, text, verdict, code, party) => {
    const reply = readSmtpReply(text)!;
    const outcome = outcomeOfFailure({ stage, reply, finalDotSent: stage === "body" });
    const [name, scope] = verdict.split(" ");
    expect(sendOutcomeSchema.parse(outcome)).toEqual({
      outcome: name,
      code,
      party,
      providerCode: formatSmtpReply(reply),
      ...(name === T ? { scope: scope ?? "message" } : {}),
    });
  });
});

describe("no answer", () => {
  test.each([
    ["lost", "CONNECTION_LOST", "network"],
    ["timeout", "ANSWER_TIMEOUT", "provider"],
    ["protocol", "ANSWER_UNREADABLE", "provider"],
  ] as const)(
    "%s before the final dot: tried again, because the server cannot have the message",
    (kind, code, party) => {
      for (const stage of ["greeting", "mail", "recipient", "data", "body"] as const)
        expect(outcomeOfFailure({ stage, kind, finalDotSent: false })).toEqual({
          outcome: T,
          code,
          party,
          scope: "message",
        });
    },
  );

  test.each(["lost", "timeout", "protocol"] as const)(
    "%s after the final dot: unknown, never tried again blindly",
    (kind) => {
      expect(outcomeOfFailure({ stage: "body", kind, finalDotSent: true })).toMatchObject({ outcome: "unknown" });
    },
  );

  test("a failed TLS handshake pauses the channel", () => {
    expect(outcomeOfFailure({ stage: "starttls", kind: "tls", finalDotSent: false })).toMatchObject({
      outcome: T,
      code: "TLS_FAILED",
      scope: "channel",
    });
  });
});

describe("reading a reply", () => {
  test.each([
    ["550 5.1.1 <ada@example.org>: no such user", { status: 550, enhanced: "5.1.1" }],
    ["550-5.1.1 one\n550 5.1.1 two", { status: 550, enhanced: "5.1.1" }],
    ["550 4.1.1 class of another status", { status: 550 }],
    ["550 5.1.1.1 not one", { status: 550 }],
    ["550", { status: 550 }],
    ["550 ", { status: 550 }],
    ["250 2.0.0", { status: 250, enhanced: "2.0.0" }],
  ])("%j", (text, reply) => {
    expect(readSmtpReply(text)).toEqual(reply);
  });

  test.each(["", "hello", "55", "9999 x", "650 x", " 550 x"])("%j is none", (text) => {
    expect(readSmtpReply(text)).toBeUndefined();
  });
});
