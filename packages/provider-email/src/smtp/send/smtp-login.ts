import type { SMTPConnectionAuth, SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";
import type { MailSecret } from "../account/mail-account.js";

/** How a session authenticates. */
export interface SmtpLogin {
  /** Mechanisms these credentials can use. */
  readonly mechanisms: readonly string[];
  /** What nodemailer's login takes, for the mechanisms the server offers. */
  readonly auth: (offered: readonly string[]) => SMTPConnectionAuth;
  /** Handlers of mechanisms nodemailer is told how to speak. */
  readonly customAuth?: NonNullable<SMTPConnectionOptions["customAuth"]>;
}

/** The login a secret allows; `undefined` for a server that takes mail unauthenticated. */
export function smtpLogin(secret: MailSecret): SmtpLogin | undefined {
  switch (secret.kind) {
    case "none":
      return undefined;
    case "password":
      return passwordLogin(secret.user, secret.password);
    case "token":
      return tokenLogin(secret.user, secret.accessToken);
  }
}

/** PLAIN (RFC 4616) or LOGIN, in the order nodemailer prefers them. */
function passwordLogin(user: string, password: string): SmtpLogin {
  const mechanisms = ["PLAIN", "LOGIN", "CRAM-MD5"];
  return {
    mechanisms,
    auth: (offered) => ({
      user,
      credentials: { user, pass: password },
      method: mechanisms.find((mechanism) => offered.includes(mechanism)) ?? false,
    }),
  };
}

/** nodemailer's own name for a handler of ours: by the name XOAUTH2 it would take a password mechanism where the server offers both. */
const TOKEN_HANDLER = "ACCESS-TOKEN";

/**
 * XOAUTH2. On a refused token the server first sends a challenge with the reason; an empty line asks for its final answer.
 * @see https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
 */
function tokenLogin(user: string, accessToken: string): SmtpLogin {
  const token = Buffer.from(`user=${user}\x01auth=Bearer ${accessToken}\x01\x01`).toString("base64");
  return {
    mechanisms: ["XOAUTH2"],
    auth: () => ({ user, method: TOKEN_HANDLER }),
    customAuth: {
      [TOKEN_HANDLER]: async (session) => {
        let answer = await session.sendCommand(`AUTH XOAUTH2 ${token}`);
        if (answer.status === 334) answer = await session.sendCommand("");
        if (answer.status !== 235) session.reject("token refused");
      },
    },
  };
}
