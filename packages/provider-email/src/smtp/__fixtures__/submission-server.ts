import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly user: string | undefined;
  readonly secure: boolean;
  readonly sessionId: string;
}

export interface SubmissionServer {
  readonly port: number;
  readonly mails: ReceivedMail[];
  readonly server: SMTPServer;
  close(): Promise<void>;
}

/** A real submission server on loopback that keeps what it takes. */
export async function startSubmissionServer(options: SMTPServerOptions = {}): Promise<SubmissionServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 200,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? "" : (mailFrom?.address ?? ""),
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
          user: typeof session.user === "string" ? session.user : undefined,
          secure: session.secure,
          sessionId: session.id,
        });
        done(null, "queued as 4711");
      });
    },
    ...options,
  });
  // A client that goes away in the middle is part of the tests.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    server,
    close: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
