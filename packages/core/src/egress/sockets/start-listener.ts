import { createServer, type Socket } from "node:net";
import type { ListenerV1 } from "../../spec/connection/sockets.js";

/**
 * Listens on an address.
 * @param onConnection - a throw in it costs that connection only.
 * @throws the system's error when the address cannot be bound.
 */
export function startListener(host: string, port: number, onConnection: (socket: Socket) => void): Promise<ListenerV1> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // Without a listener, a peer that resets the connection would end the process.
    socket.on("error", () => socket.destroy());
    try {
      onConnection(socket);
    } catch {
      socket.destroy();
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off("error", reject);
      // A connection that cannot be accepted, for want of descriptors or memory: the server goes on with the next one.
      server.on("error", () => undefined);
      const bound = server.address();
      let closing: Promise<void> | undefined;
      const close = () =>
        (closing ??= new Promise((done) => {
          server.close(() => done());
          for (const socket of sockets) socket.destroy();
        }));
      resolve({
        address: typeof bound === "object" && bound ? bound.address : host,
        port: typeof bound === "object" && bound ? bound.port : port,
        close,
      });
    });
  });
}
