import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** How an exchange's answer gets lost, after the provider behind processed the request. */
export type Loss = "none" | "closed" | "reset" | "silent";

export interface ReplyLosingProxy {
  readonly port: number;
  readonly losses: number;
  close(): Promise<void>;
}

/**
 * Stands between host and provider on loopback: every request gets through, and some answers do not.
 * @param next - decides at each answer's first bytes.
 */
export async function startReplyLosingProxy(targetPort: number, next: () => Loss): Promise<ReplyLosingProxy> {
  const sockets = new Set<Socket>();
  let losses = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // Whichever side ends, the other is ended by the handlers below.
    socket.on("error", () => socket.destroy());
    return socket;
  };
  const server = createServer({ noDelay: true }, (client) => {
    keep(client);
    const provider = keep(connect({ port: targetPort, host: "127.0.0.1", noDelay: true }));
    client.on("data", (chunk) => provider.write(chunk));
    client.on("close", () => provider.destroy());
    provider.on("close", () => client.destroy());
    provider.on("data", (chunk: Buffer) => {
      const loss = next();
      if (loss === "none") {
        client.write(chunk);
        return;
      }
      losses += 1;
      if (loss === "closed") client.end();
      else if (loss === "reset") client.resetAndDestroy();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get losses() {
      return losses;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
