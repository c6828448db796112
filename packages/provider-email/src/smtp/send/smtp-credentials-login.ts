import type { ConnectionV1 } from "@plugboard/core/spec";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettings } from "../smtp-settings.js";
import { passwordLogin, type SmtpLogin, tokenLogin } from "./smtp-login.js";

/**
 * The login of this moment, from the channel's current credentials.
 * @returns `undefined` for a server that takes mail unauthenticated.
 * @throws {CredentialsUnavailableError}
 */
export async function resolveSmtpLogin(
  connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
): Promise<SmtpLogin | undefined> {
  const { current } = await connection.credentials.resolve();
  const { user, password, accessToken } = current;
  if (user === undefined) return undefined;
  if (password !== undefined) return passwordLogin(user, password);
  return accessToken === undefined ? undefined : tokenLogin(user, accessToken);
}
