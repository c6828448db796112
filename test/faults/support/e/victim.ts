import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";

/** A server of the test's own that counts who comes. */
export interface Counter {
  readonly port: number;
  /** Connections so far. */
  connections(): number;
  /** Requests so far: method, path and headers. */
  readonly requests: { readonly method: string; readonly path: string; readonly headers: IncomingMessage["headers"] }[];
  close(): Promise<void>;
}

/** What a request is answered with; `undefined` means 200. */
export type Answer = (path: string) => { status: number; location: string } | undefined;

/**
 * What must not be reached: listens on every address of this machine, so that each spelling of one of them leads here.
 * Where there is no IPv6 it listens on IPv4 alone.
 */
export async function startVictim(): Promise<Counter> {
  return start("::").catch(() => start("0.0.0.0"));
}

/** The declared host of a row: an address of its own that the host allows, so that the victim's can be refused. */
export const DECLARED_ADDRESS = "127.0.0.5";

export async function startDeclared(answer: Answer = () => undefined): Promise<Counter> {
  return start(DECLARED_ADDRESS, answer);
}

/** Linux answers on all of 127.0.0.0/8; elsewhere {@link DECLARED_ADDRESS} may have to be set up first. */
export async function hasDeclaredAddress(): Promise<boolean> {
  const server = await start(DECLARED_ADDRESS).catch(() => undefined);
  if (!server) return false;
  const reached = await new Promise<boolean>((resolve) => {
    const socket = connect(server.port, DECLARED_ADDRESS, () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
  await server.close();
  return reached;
}

async function start(address: string, answer: Answer = () => undefined): Promise<Counter> {
  let connections = 0;
  const requests: Counter["requests"] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push({ method: request.method ?? "", path, headers: request.headers });
    request.resume();
    const scripted = answer(path);
    if (scripted) response.writeHead(scripted.status, { location: scripted.location });
    response.end("ok");
  });
  server.on("connection", () => (connections += 1));
  server.on("clientError", (_error, socket) => void socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, address, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
