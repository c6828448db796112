import { type AddressInfo, type Server, type Socket, createServer as createTcpServer } from "node:net";
import { createSecureContext, createServer as createTlsServer } from "node:tls";
import { type TestCertificateName, testCertificates } from "../certificates/test-certificates.js";
import { FaultLog } from "../fault-server/fault-log.js";
import { FaultySmtpSession } from "./faulty-smtp-session.js";
import type { SmtpScript } from "./smtp-script.js";

export interface FaultySmtpServerOptions {
  /** For each session by its number, 1 for the server's first. @defaultValue every session goes well */
  readonly script?: (session: number) => SmtpScript;
  /** TLS from the first byte with this certificate. */
  readonly certificate?: TestCertificateName;
  /** Offers STARTTLS with this certificate. */
  readonly startTls?: TestCertificateName;
  /** @defaultValue true */
  readonly offersAuth?: boolean;
}

export interface FaultySmtpServer {
  readonly port: number;
  /** Messages taken; two with the same Message-ID are a duplicate. */
  readonly log: FaultLog;
  /** Verbs in order over all sessions; `encrypted` tells whether they could be read on the way. */
  readonly verbs: readonly { readonly session: number; readonly verb: string; readonly encrypted: boolean }[];
  readonly sessions: number;
  readonly openConnections: number;
  /** When each session began. Milliseconds since the epoch. */
  readonly sessionsStartedAtMs: readonly number[];
  /** Holds for sessions that begin from now on. */
  setScript(script: (session: number) => SmtpScript): void;
  /** Ends all connections with FIN, as a server that restarts does. */
  dropAll(): void;
  close(): Promise<void>;
}

/**
 * An SMTP server on loopback that fails on purpose, verb by verb, and remembers what it took.
 * @see smtpFaultCases for the scripts of every fault a mail provider must survive.
 */
export async function startFaultySmtpServer(options: FaultySmtpServerOptions = {}): Promise<FaultySmtpServer> {
  const log = new FaultLog(false);
  const verbs: { session: number; verb: string; encrypted: boolean }[] = [];
  const sessionsStartedAtMs: number[] = [];
  const sockets = new Set<Socket>();
  let script = options.script ?? ((): SmtpScript => ({}));
  const startTls = options.startTls && createSecureContext(keyAndCertificate(options.startTls));

  const accept = (raw: Socket): void => {
    const session = sessionsStartedAtMs.push(Date.now());
    raw.on("error", () => raw.destroy());
    void new FaultySmtpSession(raw, {
      script: script(session),
      log,
      startTls,
      offersAuth: options.offersAuth ?? true,
      encrypted: options.certificate !== undefined,
      onVerb: (verb, encrypted) => void verbs.push({ session, verb, encrypted }),
    }).serve();
  };
  const onlyTcp = { allowHalfOpen: true, noDelay: true };
  const server: Server =
    options.certificate === undefined
      ? createTcpServer(onlyTcp, accept)
      : createTlsServer({ ...keyAndCertificate(options.certificate), ...onlyTcp }, accept);
  server.on("connection", (raw: Socket) => {
    sockets.add(raw);
    raw.on("close", () => sockets.delete(raw));
  });
  server.on("tlsClientError", (_error: Error, raw: Socket) => raw.destroy());
  const port = await listen(server);

  return {
    port,
    log,
    verbs,
    sessionsStartedAtMs,
    get sessions() {
      return sessionsStartedAtMs.length;
    },
    get openConnections() {
      return sockets.size;
    },
    setScript: (next) => void (script = next),
    dropAll: () => {
      for (const socket of sockets) socket.end();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function keyAndCertificate(name: TestCertificateName): { key: string; cert: string } {
  const { certificate, key } = testCertificates[name];
  return { key, cert: certificate };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
