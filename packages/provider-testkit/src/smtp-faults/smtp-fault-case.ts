import type { TestCertificateName } from "../certificates/test-certificates.js";
import type { ExpectedOutcome } from "../fault-server/http-fault-case.js";
import type { SmtpScript } from "./smtp-script.js";

/** One way in which a mail server fails, and what a send must make of it. */
export interface SmtpFaultCase {
  /** Unique, kebab-case. */
  readonly name: string;
  readonly script: SmtpScript;
  /** The channel's setting. @defaultValue `"none"` */
  readonly security?: "none" | "starttls" | "tls";
  /** Of the server, for STARTTLS or TLS; absent: it does not offer STARTTLS, or does not speak TLS. */
  readonly certificate?: TestCertificateName;
  readonly offersAuth?: false;
  /** @defaultValue `"server"` */
  readonly target?: "server" | "refused" | "name-not-found";
  /** A message is sent before over a session that goes well and is kept; the server ends it when it is idle. */
  readonly keptAndDropped?: true;
  /** Size of an attachment, where the message must be larger than all buffers on the way. */
  readonly attachmentBytes?: number;
  /** SMTP has no idempotency key: `unknown` stays unknown. */
  readonly expected: ExpectedOutcome;
  /** The attempt ends only because its time is over: it must last {@link SMTP_FAULT_TIMEOUT_MS}, within 10 %. */
  readonly untilDeadline?: true;
}

/** The longest time of one attempt for which the cases are made. Milliseconds. */
export const SMTP_FAULT_TIMEOUT_MS = 2_000;
