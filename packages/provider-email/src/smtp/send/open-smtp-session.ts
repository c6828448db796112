import type { Duplex } from "node:stream";
import type { ConnectionV1, SocketRequestV1 } from "@plugboard/core/spec";
import type { SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";
import type { MailAccount } from "../account/mail-account.js";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettings } from "../smtp-settings.js";
import { asSocket } from "./as-socket.js";
import { SmtpFailure } from "./smtp-failure.js";
import { smtpLogin, type SmtpLogin } from "./smtp-login.js";
import { SmtpSession } from "./smtp-session.js";

/** Where a session is opened from. */
export interface SessionRequest {
  readonly operation: string;
  readonly transferId?: string;
  readonly timeoutMs: number;
  /** Gives up on opening. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a session through the guarded sockets, with the credentials of this moment: after a rotation new sessions have the new ones.
 * @throws {SmtpFailure} the server did not let it happen.
 * @throws {TransferFailedError | EgressRefusedError | CredentialsUnavailableError} from the connection.
 */
export async function openSmtpSession(
  connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
  request: SessionRequest,
  account: MailAccount,
): Promise<SmtpSession> {
  const endsAtMs = connection.clock.now() + request.timeoutMs;
  return account.signIn((secret) => {
    const timeoutMs = Math.max(1, endsAtMs - connection.clock.now());
    return openWith(connection, { ...request, timeoutMs }, smtpLogin(secret));
  }, isLoginRefused);
}

function isLoginRefused(error: unknown): boolean {
  return SmtpFailure.isInstance(error) && error.facts.stage === "auth" && (error.facts.reply?.status ?? 0) >= 500;
}

async function openWith(
  connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
  { signal, ...request }: SessionRequest,
  login: SmtpLogin | undefined,
): Promise<SmtpSession> {
  const { smtp } = connection.settings;
  const endpoint = smtp.security === "tls" ? "smtps" : "smtp";
  const socket = await connection.sockets.connect({ ...request, endpoint });
  const anchors = await anchorsFor(connection, { ...request, endpoint }, socket);
  const options: SMTPConnectionOptions = {
    ...securityOptions(smtp, anchors),
    ...timeouts(request.timeoutMs),
    connection: asSocket(socket),
    port: smtp.port,
    host: smtp.host,
    name: smtp.clientName ?? "[127.0.0.1]",
    logger: false,
    maxResponseSize: 65_536,
    ...(login?.customAuth === undefined ? {} : { customAuth: login.customAuth }),
  };
  const session = new SmtpSession(options, socket);
  try {
    await openInTime(session, login, request.timeoutMs, signal);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return session;
}

/** What STARTTLS has to trust; a socket of another kind is verified already. */
async function anchorsFor(
  connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
  request: SocketRequestV1,
  socket: Duplex,
): Promise<readonly string[] | undefined> {
  if (connection.settings.smtp.security !== "starttls") return undefined;
  try {
    return (await connection.sockets.check(request)).trustedCertificates;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function openInTime(
  session: SmtpSession,
  login: SmtpLogin | undefined,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const expire = () => {
    session.expire();
  };
  const timer = setTimeout(expire, timeoutMs);
  signal?.addEventListener("abort", expire);
  try {
    if (signal?.aborted === true) expire();
    await session.open(login);
  } catch (error) {
    session.close();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", expire);
  }
}

/** nodemailer resolves no name and opens no connection: it is handed one. What is left to it is STARTTLS. */
function securityOptions(smtp: SmtpSettings["smtp"], anchors: readonly string[] | undefined): SMTPConnectionOptions {
  switch (smtp.security) {
    case "tls":
      return { secure: true, secured: true };
    case "starttls": {
      const trusted = anchors === undefined || anchors.length === 0 ? {} : { ca: [...anchors] };
      return { secure: false, requireTLS: true, tls: { minVersion: "TLSv1.2", rejectUnauthorized: true, ...trusted } };
    }
    case "none":
      return { secure: false, ignoreTLS: true };
  }
}

function timeouts(timeoutMs: number): SMTPConnectionOptions {
  // The deadline of the transfer is kept by the caller; these only end what nobody waits for any more.
  return {
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: 600_000,
    socketCloseTimeout: 1_000,
  };
}
