import { type AddressInfo, type Server, type Socket, createServer as createTcpServer } from "node:net";
import { createSecureContext, createServer as createTlsServer } from "node:tls";
import { type TestCertificateName, testCertificates } from "../certificates/test-certificates.js";
import { FaultLog } from "../fault-server/fault-log.js";
import { FaultySmtpSession } from "./faulty-smtp-session.js";
import type { SmtpScript } from "./smtp-script.js";

/** Chooses, at each stage of a session, what is out of the ordinary now. */
export type SmtpScriptChoice = (at: {
  /** 1 for the server's first session. */
  readonly session: number;
  /** Actions of scripts that were played so far, over all sessions. */
  readonly played: number;
}) => SmtpScript;

export interface FaultySmtpServerOptions {
  /** @defaultValue every session goes well */
  readonly script?: SmtpScriptChoice;
  /** 0 takes a free one. @defaultValue 0 */
  readonly port?: number;
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
  /** Changes what happens from the next stage on, in open sessions too. */
  setScript(script: SmtpScriptChoice): void;
  /** Resolves when no connection is open. */
  whenIdle(): Promise<void>;
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
  const idleWaiters: (() => void)[] = [];
  let script: SmtpScriptChoice = options.script ?? (() => ({}));
  let played = 0;
  const startTls = options.startTls && createSecureContext(keyAndCertificate(options.startTls));

  const accept = (raw: Socket): void => {
    const session = sessionsStartedAtMs.push(Date.now());
    raw.on("error", () => raw.destroy());
    void new FaultySmtpSession(raw, {
      script: () => script({ session, played }),
      onPlayed: () => void (played += 1),
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
    raw.on("close", () => {
      sockets.delete(raw);
      if (sockets.size === 0) for (const resolve of idleWaiters.splice(0)) resolve();
    });
  });
  server.on("tlsClientError", (_error: Error, raw: Socket) => raw.destroy());
  const port = await listen(server, options.port ?? 0);

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
    whenIdle: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => void idleWaiters.push(resolve))),
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

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
