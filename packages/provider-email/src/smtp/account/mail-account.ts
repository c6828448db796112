import { createHash } from "node:crypto";
import type { ConnectionV1 } from "@plugboard/core/spec";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettings } from "../smtp-settings.js";
import { AccessTokens } from "./access-tokens.js";
import { AuthorizationFailure } from "./authorization-failure.js";

/** What proves to a server who the account is, of this moment. */
export type MailSecret =
  | { readonly kind: "none" }
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  | { readonly kind: "token"; readonly user: string; readonly accessToken: string };

/** The account's access to its mail servers; asked for each message and each new connection, so that a rotation needs no restart. */
export class MailAccount {
  private readonly tokens: AccessTokens;

  constructor(private readonly connection: ConnectionV1<SmtpSettings, SmtpCredentials>) {
    this.tokens = new AccessTokens(connection.http, connection.clock);
  }

  /**
   * Signs in to a server with the secret of this moment. An access token may be withdrawn before its time: where another one can be had, it is tried once.
   * @param open - signs in. @param isRefusal - whether what it threw is the server's no to this secret.
   * @throws {CredentialsUnavailableError} from the host. @throws {AuthorizationFailure} no access token for the refresh token. @throws what `open` throws.
   */
  async signIn<Session>(
    open: (secret: MailSecret) => Promise<Session>,
    isRefusal: (error: unknown) => boolean,
  ): Promise<Session> {
    for (let isSecond = false; ; isSecond = true) {
      const secret = await this.secret();
      try {
        return await open(secret);
      } catch (error) {
        const isWorthAnother = isRefusal(error) && secret.kind === "token" && this.tokens.refused(secret.accessToken);
        if (isSecond || !isWorthAnother) throw error;
      }
    }
  }

  /** Stands for who the account is to a server: another one once what proves it has changed. Nothing can be read from it. */
  async owner(): Promise<string> {
    const { user, password, accessToken, refreshToken, clientId, clientSecret } = await this.current();
    const proofs = JSON.stringify([user, password, accessToken, refreshToken, clientId, clientSecret]);
    return createHash("sha256").update(proofs).digest("base64");
  }

  /** The channel's current credentials. */
  async current(): Promise<SmtpCredentials> {
    return (await this.connection.credentials.resolve()).current;
  }

  /**
   * @throws {CredentialsUnavailableError} from the host.
   * @throws {AuthorizationFailure} no access token for the refresh token.
   */
  private async secret(): Promise<MailSecret> {
    const { user, password, accessToken, refreshToken, clientId, clientSecret } = await this.current();
    if (user === undefined) return { kind: "none" };
    if (password !== undefined) return { kind: "password", user, password };
    if (accessToken !== undefined) return { kind: "token", user, accessToken };
    const { oauth } = this.connection.settings;
    // The credentials' schema sees to the rest; what it cannot see is the settings.
    if (oauth === undefined || refreshToken === undefined || clientId === undefined)
      throw new AuthorizationFailure("CREDENTIALS_REFUSED", "account");
    return {
      kind: "token",
      user,
      accessToken: await this.tokens.get({ ...oauth, refreshToken, clientId, clientSecret }),
    };
  }
}
