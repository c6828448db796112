import { WebSocket as WebSocketClient } from "ws";
import type { AsteriskConnection } from "../asterisk-connection.js";
import { SocketRefusedError } from "./socket-refused-error.js";

/** No event is longer; what is, breaks the connection. */
const LONGEST_EVENT_BYTES = 1_048_576;
const HANDSHAKE_MS = 10_000;

/**
 * The exchange's events as they come, over a connection that the host's guard has opened.
 * @param login - value of `authorization`.
 */
export async function openEventSocket(connection: AsteriskConnection, login: string): Promise<WebSocketClient> {
  const { settings, sockets } = connection;
  const { host, port } = settings.ari;
  const query = new URLSearchParams({ app: settings.application });
  const socket = await sockets.connect({ operation: "events", endpoint: "events" });
  // "ws", because the connection that is handed in is encrypted already.
  const client = new WebSocketClient(`ws://${host}:${port}/ari/events?${query.toString()}`, {
    headers: { authorization: login },
    createConnection: () => socket,
    followRedirects: false,
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: LONGEST_EVENT_BYTES,
    perMessageDeflate: false,
  });
  client.once("unexpected-response", (request, { statusCode }) => {
    request.destroy(new SocketRefusedError(statusCode === 401 || statusCode === 403));
  });
  client.once("close", () => socket.destroy());
  return client;
}
