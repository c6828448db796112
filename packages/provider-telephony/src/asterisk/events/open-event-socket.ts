import { WebSocket as WebSocketClient } from "ws";
import { authorization } from "../ari/authorization.js";
import type { AsteriskConnection } from "../asterisk-connection.js";

/** No event is longer; what is, breaks the connection. */
const LONGEST_EVENT_BYTES = 1_048_576;
const HANDSHAKE_MS = 10_000;

/** The exchange's events as they come, over a connection that the host's guard has opened. */
export async function openEventSocket(connection: AsteriskConnection): Promise<WebSocketClient> {
  const { settings, sockets } = connection;
  const { host, port } = settings.ari;
  const query = new URLSearchParams({ app: settings.application });
  const headers = { authorization: await authorization(connection) };
  const socket = await sockets.connect({ operation: "events", endpoint: "events" });
  // "ws", because the connection that is handed in is encrypted already.
  const client = new WebSocketClient(`ws://${host}:${port}/ari/events?${query.toString()}`, {
    headers,
    createConnection: () => socket,
    followRedirects: false,
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: LONGEST_EVENT_BYTES,
    perMessageDeflate: false,
  });
  client.once("close", () => socket.destroy());
  return client;
}
