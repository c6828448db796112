import { type AddressInfo, type Server, type Socket, createServer as createTcpServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { type TestCertificateName, testCertificates } from "../certificates/test-certificates.js";
import { type FaultExchange, FaultLog, type ProcessedMessage } from "./fault-log.js";
import type { FaultStep } from "./fault-step.js";
import { FaultySocket } from "./faulty-socket.js";
import { type ExchangeContext, type Receipt, playExchange } from "./play-exchange.js";
import type { RequestHead } from "./read-http-request.js";

/** Chooses what happens in an exchange; it runs at a connection's start, or at the first byte of a later request. */
export type FaultScript = (exchange: {
  /** 1 for the server's first exchange. */
  readonly number: number;
  readonly connection: number;
  /** 1 for the connection's first exchange. */
  readonly onConnection: number;
}) => readonly FaultStep[];

export interface FaultServerOptions {
  /** @defaultValue every request gets its receipt */
  readonly script?: FaultScript;
  /** 0 takes a free one. @defaultValue 0 */
  readonly port?: number;
  /** Speaks TLS with this certificate; plain TCP when absent. */
  readonly certificate?: TestCertificateName;
  /** A known idempotency key is answered with the first result. @defaultValue true */
  readonly honoursKeys?: boolean;
  /** The correct answer of the provider that is tested. @defaultValue the plain HTTP provider's */
  readonly receiptOf?: (message: ProcessedMessage) => Receipt;
  /** Where that provider puts its idempotency key. @defaultValue the header `idempotency-key` */
  readonly keyOf?: (head: RequestHead, body: Uint8Array) => string | undefined;
}

export interface FaultServer {
  readonly port: number;
  /** `http` or `https` on 127.0.0.1. */
  readonly baseUrl: string;
  readonly log: FaultLog;
  readonly exchanges: readonly FaultExchange[];
  /** Connections taken since the start. */
  readonly connections: number;
  /** Connections open now. */
  readonly openConnections: number;
  /** Resolves when no connection is open. */
  whenIdle(): Promise<void>;
  /** Changes what happens from the next exchange on. */
  setScript(script: FaultScript): void;
  close(): Promise<void>;
}

const HEALTHY: readonly FaultStep[] = [{ step: "receipt" }];

/**
 * A raw HTTP/1.1 server on loopback that fails on purpose, exchange by exchange, and remembers what it processed.
 * @see httpFaultCases for the scripts of every fault a provider must survive.
 */
export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const log = new FaultLog(options.honoursKeys ?? true);
  const exchanges: FaultExchange[] = [];
  const sockets = new Set<Socket>();
  const idleWaiters: (() => void)[] = [];
  let script: FaultScript = options.script ?? (() => HEALTHY);
  let connections = 0;
  let port = 0;

  const serve = async (raw: Socket): Promise<void> => {
    const connection = ++connections;
    const socket = new FaultySocket(raw);
    for (let onConnection = 1; ; onConnection += 1) {
      if (onConnection > 1 && !(await socket.waitForByte())) return void raw.end();
      const number = exchanges.length + 1;
      exchanges.push({ number, connection, startedAtMs: Date.now(), path: "", idempotencyKey: undefined });
      const context: ExchangeContext = {
        socket,
        log,
        port: () => port,
        receiptOf: options.receiptOf ?? receiptOfPlainHttp,
        keyOf: options.keyOf ?? ((head) => head.headers["idempotency-key"]),
        onHead: ({ path }, idempotencyKey) => {
          const exchange = exchanges[number - 1];
          if (exchange) exchanges[number - 1] = { ...exchange, path, idempotencyKey };
        },
      };
      const state = await playExchange(script({ number, connection, onConnection }), context);
      if (state === "gone") raw.destroy();
      if (state !== "again") return;
    }
  };

  const accept = (raw: Socket): void => {
    // Half-open stays possible, and an error of a connection belongs to the script that caused it.
    raw.on("error", () => raw.destroy());
    void serve(raw);
  };
  const onlyTcp = { allowHalfOpen: true, noDelay: true };
  const certificate = options.certificate === undefined ? undefined : testCertificates[options.certificate];
  const server: Server = certificate
    ? createTlsServer({ cert: certificate.certificate, key: certificate.key, ...onlyTcp }, accept)
    : createTcpServer(onlyTcp, accept);
  server.on("connection", (raw: Socket) => {
    sockets.add(raw);
    raw.on("close", () => {
      sockets.delete(raw);
      if (sockets.size === 0) for (const resolve of idleWaiters.splice(0)) resolve();
    });
  });
  // A client that refuses our certificate is one of the cases.
  server.on("tlsClientError", (_error: Error, raw: Socket) => raw.destroy());
  port = await listen(server, options.port ?? 0);

  return {
    port,
    baseUrl: `${certificate ? "https" : "http"}://127.0.0.1:${port}`,
    log,
    exchanges,
    get connections() {
      return connections;
    },
    get openConnections() {
      return sockets.size;
    },
    whenIdle: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => void idleWaiters.push(resolve))),
    setScript: (next) => void (script = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function receiptOfPlainHttp({ id, atMs }: ProcessedMessage): Receipt {
  return { status: 201, body: JSON.stringify({ id, received_at: new Date(atMs).toISOString() }) };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
