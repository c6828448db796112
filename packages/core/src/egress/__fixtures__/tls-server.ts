import type { AddressInfo } from "node:net";
import { createServer, type Server as HttpsServer } from "node:https";
import type { MadeCertificate } from "./make-certificate.js";

/** An HTTPS server on a free port of 127.0.0.1 that answers `ok`. */
export async function startTlsServer(
  made: MadeCertificate,
): Promise<{ port: number; requests: () => number; resumed: () => number; close(): Promise<void> }> {
  let requests = 0;
  let resumed = 0;
  const server: HttpsServer = createServer({ cert: made.certificate, key: made.key }, (_request, response) => {
    requests += 1;
    response.end("ok");
  });
  server.on("secureConnection", (socket) => (resumed += socket.isSessionReused() ? 1 : 0));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests: () => requests,
    resumed: () => resumed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
