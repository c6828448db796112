import { z } from "zod";

const secretSchema = z.string().min(1).max(16_384);

/**
 * Secrets of a channel of the provider `smtp`. One of: `user` and `password`; `user` and `accessToken` (XOAUTH2); `user`,
 * `refreshToken` and `clientId` with the setting `oauth`; or none of them for a server that takes mail unauthenticated.
 */
export const smtpCredentialsSchema = z
  .strictObject({
    /** Who logs in, to SMTP and IMAP. */
    user: z.string().min(1).max(320).optional(),
    /** Of `user`; many providers want one made for the application. */
    password: secretSchema.optional(),
    /** For XOAUTH2, when the host renews it itself. */
    accessToken: secretSchema.optional(),
    /** Turned into access tokens at the setting `oauth.tokenUrl`; revocable by the person. */
    refreshToken: secretSchema.optional(),
    /** Of the host's registration with the authorization server. */
    clientId: z.string().min(1).max(1_024).optional(),
    /** Of the same registration, where it has one. */
    clientSecret: secretSchema.optional(),
    /** PEM, RSA of at least 1024 bits or Ed25519; with the setting `dkim`. */
    dkimPrivateKey: secretSchema.optional(),
    /** PEM; lets the listener offer STARTTLS. */
    listenerCertificate: z.string().max(65_536).optional(),
    /** PEM, of the certificate. */
    listenerPrivateKey: secretSchema.optional(),
  })
  .superRefine((value, context) => {
    const problem = (path: string, message: string) => {
      context.addIssue({ code: "custom", path: [path], message });
    };
    const ways = [value.password, value.accessToken, value.refreshToken].filter((way) => way !== undefined).length;
    if (ways > 1) problem("user", "only one of password, accessToken and refreshToken");
    if (ways === 1 && value.user === undefined) problem("user", "needed with password, accessToken or refreshToken");
    if (value.user !== undefined && ways === 0) problem("password", "needed with user, or an access or refresh token");
    if (value.refreshToken !== undefined && value.clientId === undefined)
      problem("clientId", "needed with refreshToken");
    if ((value.listenerCertificate === undefined) !== (value.listenerPrivateKey === undefined))
      problem("listenerPrivateKey", "listenerCertificate and listenerPrivateKey belong together");
  });
export type SmtpCredentials = z.output<typeof smtpCredentialsSchema>;
