import type { Duplex } from "node:stream";
import type { ConnectionV1 } from "@plugboard/core/spec";
import type { SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettings } from "../smtp-settings.js";
import { asSocket } from "./as-socket.js";
import type { SmtpLogin } from "./smtp-login.js";
import { SmtpSession } from "./smtp-session.js";

/** Where a session is opened from. */
export interface SessionRequest {
  readonly operation: string;
  readonly transferId?: string;
  readonly timeoutMs: number;
}

/**
 * Opens a session through the guarded sockets, with the credentials of this moment: after a rotation new sessions have the new ones.
 * @throws {SmtpFailure} the server did not let it happen.
 * @throws {TransferFailedError | EgressRefusedError | CredentialsUnavailableError} from the connection.
 */
export async function openSmtpSession(
  connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
  request: SessionRequest,
  login: (timeoutMs: number) => Promise<SmtpLogin | undefined>,
): Promise<SmtpSession> {
  const { smtp } = connection.settings;
  const endpoint = smtp.security === "tls" ? "smtps" : "smtp";
  const loginNow = await login(request.timeoutMs);
  const anchors =
    smtp.security === "starttls"
      ? (await connection.sockets.check({ ...request, endpoint })).trustedCertificates
      : undefined;
  const socket = await connection.sockets.connect({ ...request, endpoint });
  const session = new SmtpSession({
    ...securityOptions(smtp, anchors),
    ...timeouts(request.timeoutMs),
    connection: asSocket(socket),
    port: smtp.port,
    host: smtp.host,
    name: smtp.clientName ?? "[127.0.0.1]",
    logger: false,
    maxResponseSize: 65_536,
    ...(loginNow?.customAuth === undefined ? {} : { customAuth: loginNow.customAuth }),
  });
  await openOrClose(session, socket, loginNow, request.timeoutMs);
  return session;
}

async function openOrClose(
  session: SmtpSession,
  socket: Duplex,
  login: SmtpLogin | undefined,
  timeoutMs: number,
): Promise<void> {
  const timer = setTimeout(() => {
    session.expire();
  }, timeoutMs);
  try {
    await session.open(login);
  } catch (error) {
    session.close();
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
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
