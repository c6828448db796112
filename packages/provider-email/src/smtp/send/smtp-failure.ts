import type { SmtpReply } from "./smtp-reply.js";

/** Where in a session it failed. `body` is from the first byte of the message to the answer to its final dot. */
export type SmtpStage = "connect" | "greeting" | "starttls" | "auth" | "mail" | "recipient" | "data" | "body";

/** Facts of a failed session; what they mean is decided in smtp-outcome.ts. */
export interface SmtpFailureFacts {
  readonly stage: SmtpStage;
  /** The server's answer; absent when it gave none. */
  readonly reply?: SmtpReply | undefined;
  /** Where every recipient was refused: the answer to each. */
  readonly refusals?: readonly SmtpReply[] | undefined;
  /** Without an answer: what ended it. */
  readonly kind?: "lost" | "timeout" | "tls" | "protocol" | "auth-unavailable" | undefined;
  /** True from the moment the dot that ends the message may have left: the server may then have taken it. */
  readonly finalDotSent: boolean;
}

const MARKER = Symbol.for("@plugboard/provider-email/smtp-failure");

/** A session or a message failed. Carries codes only. */
export class SmtpFailure extends Error {
  static {
    Object.defineProperty(this.prototype, MARKER, { value: true });
  }
  override readonly name = "SmtpFailure";
  readonly facts: SmtpFailureFacts;

  constructor(facts: SmtpFailureFacts) {
    super(`SMTP ${facts.stage}: ${facts.reply?.status ?? facts.kind ?? "failed"}`);
    this.facts = facts;
  }

  static isInstance(value: unknown): value is SmtpFailure {
    return typeof value === "object" && value !== null && MARKER in value;
  }
}
