import type { SMTPServer } from "smtp-server";
import type { SmtpCredentials } from "../smtp-credentials.js";

/** What a server shows itself with; none of both where it offers no encryption. */
export type ListenerCertificate = Pick<SmtpCredentials, "listenerCertificate" | "listenerPrivateKey">;

/**
 * The server for new connections, made anew when the certificate was: one that ended is not shown until the next restart. Connections that are open
 * stay with the server they came to.
 */
export class CertifiedServer {
  private constructor(
    public server: SMTPServer,
    private known: ListenerCertificate,
    private readonly make: (certificate: ListenerCertificate) => Promise<SMTPServer>,
  ) {}

  /** @throws {Error} the certificate is of no use. */
  static async open(
    certificate: ListenerCertificate,
    make: (certificate: ListenerCertificate) => Promise<SMTPServer>,
  ): Promise<CertifiedServer> {
    return new CertifiedServer(await make(certificate), certificate, make);
  }

  /** @throws {Error} the certificate is of no use: the one before stays. Not told again for the same one. */
  async renew(certificate: ListenerCertificate): Promise<void> {
    const { listenerCertificate: cert, listenerPrivateKey: key } = certificate;
    if (cert === this.known.listenerCertificate && key === this.known.listenerPrivateKey) return;
    this.known = certificate;
    this.server = await this.make(certificate);
  }
}
