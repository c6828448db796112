import type { ConnectionV1 } from "@plugboard/core/spec";
import type { ImapFlow } from "imapflow";
import { AuthorizationFailure } from "../account/authorization-failure.js";
import type { MailAccount, MailSecret } from "../account/mail-account.js";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettings } from "../smtp-settings.js";
import { answerInTime } from "./answer-in-time.js";
import { MAILBOX_LOOKS } from "./mailbox-looks.js";

const CONNECT_TIMEOUT_MS = 30_000;
/** From the connection to the end of the login. */
const SIGN_IN_MS = 120_000;
/** Framing around a message: the response line and its other items. */
const RESPONSE_MARGIN_BYTES = 1_048_576;
/** RFC 2177 tells clients to renew IDLE before 29 minutes; many middleboxes forget a connection after 5. */
const IDLE_RENEWAL_MS = 240_000;

/** A connection to a mailbox's server. */
export interface ImapSession {
  readonly client: ImapFlow;
  /** Waits for what is asked of the client, and ends the connection when the answer is overdue: code `ETIMEDOUT`. */
  readonly answered: <Answer>(ask: () => Promise<Answer>, withinMs?: number) => Promise<Answer>;
  /** What ended the connection, where it was an error: what was under way is told no more than that it ended. */
  readonly failure: () => unknown;
}

/**
 * Connects and authenticates. The guard judges and resolves the host; the client is handed the address it found, so no name is looked up
 * again and nothing can answer differently the second time.
 * @param operation - `"fetch"` or `"probe"`.
 * @param answerWithinMs - for each answer, as long as the server gives little.
 * @throws {EgressRefusedError | TransferFailedError | CredentialsUnavailableError | AuthorizationFailure} and errors of imapflow.
 */
export async function openImapClient(
  connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
  imap: NonNullable<SmtpSettings["imap"]>,
  account: MailAccount,
  operation: "fetch" | "probe",
  answerWithinMs = MAILBOX_LOOKS.answerWithinMs,
): Promise<ImapSession> {
  return account.signIn(
    (secret) => openWith(connection, imap, authOf(secret), operation, answerWithinMs),
    isAuthenticationFailure,
  );
}

async function openWith(
  connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
  imap: NonNullable<SmtpSettings["imap"]>,
  auth: ReturnType<typeof authOf>,
  operation: "fetch" | "probe",
  answerWithinMs: number,
): Promise<ImapSession> {
  // Here and not at the top: it takes longer to load than all else of this package, and a channel that only sends never asks for it.
  const { ImapFlow } = await import("imapflow");
  const endpoint = imap.security === "tls" ? "imaps" : "imap";
  const place = await connection.sockets.check({ operation, endpoint });
  const anchors = place.trustedCertificates ?? [];
  const client = new ImapFlow({
    host: place.address,
    port: place.port,
    secure: place.tls,
    doSTARTTLS: imap.security === "starttls",
    // An IP address is no name for SNI; its certificate is checked against the address itself.
    ...(isName(place.servername) ? { servername: place.servername } : {}),
    tls: { minVersion: "TLSv1.2", rejectUnauthorized: true, ...(anchors.length > 0 ? { ca: [...anchors] } : {}) },
    auth,
    logger: false,
    clientInfo: { name: "plugboard" },
    disableAutoIdle: true,
    disableCompression: true,
    disableBinary: true,
    maxIdleTime: IDLE_RENEWAL_MS,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    maxLineLength: RESPONSE_MARGIN_BYTES,
    maxLiteralSize: imap.maxMessageBytes,
    maxResponseSize: imap.maxMessageBytes + RESPONSE_MARGIN_BYTES,
  });
  let failure: unknown;
  client.on("error", (error: unknown) => {
    failure ??= error;
  });
  const bytesAtMost = imap.maxMessageBytes + RESPONSE_MARGIN_BYTES;
  const answered: ImapSession["answered"] = (ask, withinMs = answerWithinMs) =>
    answerInTime(client, withinMs, bytesAtMost, ask);
  try {
    await answerInTime(client, Math.min(SIGN_IN_MS, answerWithinMs), 0, () => client.connect());
  } catch (error) {
    client.close();
    throw error;
  }
  return { client, answered, failure: () => failure };
}

function authOf(secret: MailSecret): { user: string; pass: string } | { user: string; accessToken: string } {
  switch (secret.kind) {
    case "password":
      return { user: secret.user, pass: secret.password };
    case "token":
      return { user: secret.user, accessToken: secret.accessToken };
    case "none":
      throw new AuthorizationFailure("CREDENTIALS_REFUSED", "account");
  }
}

function isName(host: string): boolean {
  return !/^[\d.]+$/.test(host) && !host.includes(":");
}

function isAuthenticationFailure(error: unknown): boolean {
  return typeof error === "object" && error !== null && "authenticationFailed" in error;
}
