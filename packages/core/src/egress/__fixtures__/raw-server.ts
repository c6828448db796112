import { createServer, type AddressInfo, type Socket } from "node:net";

/** A TCP server on a free port of 127.0.0.1 whose every byte a test scripts. */
export interface RawServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Connections accepted so far. */
  readonly accepted: () => number;
  /** Connections open now. */
  readonly open: () => number;
  close(): Promise<void>;
}

/** @param onConnection - called for each connection with its number, from 1. */
export async function startRawServer(onConnection: (socket: Socket, number: number) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    // A socket nobody reads does not notice that the other side is gone.
    socket.resume();
    onConnection(socket, accepted);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    accepted: () => accepted,
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Answers each request on a connection with a text, as it stands. */
export function answering(text: string | Buffer): (socket: Socket) => void {
  return (socket) => {
    onRequest(socket, () => socket.write(text));
  };
}

/** Calls back for each whole request on a connection, with its text. */
export function onRequest(socket: Socket, callback: (request: string) => void): void {
  let read = "";
  socket.on("data", (chunk: Buffer) => {
    read += chunk.toString("latin1");
    for (;;) {
      const end = read.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(read.slice(0, end + 2))?.[1];
      const size = end + 4 + Number(length ?? 0);
      if (read.length < size) return;
      const request = read.slice(0, size);
      read = read.slice(size);
      callback(request);
    }
  });
}
