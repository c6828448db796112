import { type AddressInfo, createServer, type Socket } from "node:net";

/** What the server does to a request, by its path. */
const FAULTS: Readonly<Record<string, (socket: Socket) => void>> = {
  "/reset": (socket) => void socket.resetAndDestroy(),
  "/close": (socket) => socket.end(),
  "/stall": () => undefined,
  "/half": (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"),
  "/cut": (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\ncut"),
  "/large": (socket) => socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\n${"x".repeat(9_000)}`),
  "/headers": (socket) => socket.write(`HTTP/1.1 200 OK\r\n${"x-y: 1\r\n".repeat(8_000)}`),
  "/no-http": (socket) => socket.write("220 smtp.example.com ESMTP\r\n\r\n"),
  "/error": (socket) => socket.write("HTTP/1.1 503 Unavailable\r\nretry-after: 1\r\ncontent-length: 4\r\n\r\nbusy"),
  "/goodbye": (socket) => socket.end("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok"),
  "/ok": (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"),
};

/** A provider that fails in the way the path names; it runs in the row's process, so that its sockets are counted too. */
export async function startFaultyServer(): Promise<Served> {
  return serve((socket) => {
    let read = "";
    socket.on("data", (chunk: Buffer) => {
      read += chunk.toString("latin1");
      const path = /^[A-Z]+ (\/[^ ]*) HTTP\/1\.1\r\n[^]*\r\n\r\n/.exec(read)?.[1];
      if (path === undefined || !read.endsWith("body")) return;
      read = "";
      FAULTS[path]?.(socket);
    });
  });
}

/** Speaks first and in plain text, as a mail server does: whoever expects TLS fails. */
export async function startGreeter(): Promise<Served> {
  return serve((socket) => socket.resume().write("220 ready\r\n"));
}

export interface Served {
  readonly port: number;
  close(): Promise<void>;
}

async function serve(onConnection: (socket: Socket) => void): Promise<Served> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
