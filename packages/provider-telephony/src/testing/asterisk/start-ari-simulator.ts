import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Misbehaviour, ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import { type WebSocket, WebSocketServer } from "ws";
import { SimulatorLog } from "../simulator/simulator-log.js";
import { jsonAnswer } from "../simulator/json-answer.js";
import { checkAriRequest } from "./check-ari-request.js";
import { SimulatedExchange } from "./simulated-exchange.js";

export interface AriSimulatorOptions {
  readonly user: string;
  readonly password: string;
}

export interface AriSimulator extends ProviderSimulator {
  readonly exchange: SimulatedExchange;
  /** Connections that follow the events now. */
  readonly listeners: number;
  /** So many connections have followed the events so far. */
  readonly followed: number;
  /** As a change of `ari.conf` does: what is connected stays. */
  changePassword(password: string): void;
  /** Resolves when somebody follows the events. */
  untilFollowed(): Promise<void>;
  /** Resolves when those who follow have read what was sent to them, the answers to their own signs of life included. */
  untilHeard(): Promise<void>;
  /** Sends any event, as text. */
  tell(event: string): void;
  /** Breaks every connection that follows the events, without a word; the calls live on. */
  cut(): void;
}

/** An exchange's REST interface on a free port of the loopback address. Every request is held against the published descriptions. */
export async function startAriSimulator({ user, ...given }: AriSimulatorOptions): Promise<AriSimulator> {
  const log = new SimulatorLog();
  const sockets = new WebSocketServer({ noServer: true });
  let { password } = given;
  let followed = 0;
  const isKnown = ({ headers }: IncomingMessage): boolean =>
    headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const tell = (text: string): void => {
    for (const client of sockets.clients) client.send(text);
  };
  const exchange = new SimulatedExchange((event) =>
    tell(JSON.stringify({ application: "plugboard", asterisk_id: "00:00:00:00:00:00", ...event })),
  );
  let wake: (() => void)[] = [];

  const answer = (request: IncomingMessage, body: Buffer): Response | "drop" => {
    const address = new URL(request.url ?? "/", "http://exchange");
    log.requests.push({
      method: request.method ?? "",
      path: address.pathname + address.search,
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: new Uint8Array(body),
    });
    const wrong = log.next(request.method === "POST");
    if (wrong !== undefined && wrong.kind !== "lose-answer") return misbehaviour(wrong);
    if (!isKnown(request)) {
      log.complaints.push("CREDENTIALS_WRONG");
      return jsonAnswer(401, { message: "Authentication required" });
    }
    const checked = checkAriRequest(request.method ?? "", address, body.toString("utf8"));
    if (typeof checked === "string") {
      log.complaints.push(checked);
      return jsonAnswer(400, { message: checked });
    }
    const given = exchange.answerTo(checked);
    return wrong === undefined ? given : "drop";
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const given = answer(request, Buffer.concat(pieces));
    if (given === "drop") return void request.socket.destroy();
    response.writeHead(given.status, Object.fromEntries(given.headers));
    response.end(Buffer.from(await given.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  server.on("upgrade", (request, socket, head) => {
    const address = new URL(request.url ?? "/", "http://exchange");
    const isAllowed = isKnown(request);
    if (!isAllowed || address.pathname !== "/ari/events" || !address.searchParams.has("app")) {
      socket.end(`HTTP/1.1 ${isAllowed ? "400 Bad Request" : "401 Unauthorized"}\r\nconnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      sockets.emit("connection", client, request);
      followed += 1;
      for (const go of wake.splice(0)) go();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const askForLife = (client: WebSocket): Promise<void> =>
    new Promise((resolve) => {
      for (const sign of ["pong", "close"]) client.once(sign, () => resolve());
      client.ping();
    });
  const cut = (): void => {
    for (const client of sockets.clients) client.terminate();
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    requests: log.requests,
    messages: log.messages,
    complaints: log.complaints,
    misbehave: (behaviour, times) => log.misbehave(behaviour, times),
    exchange,
    get listeners() {
      return sockets.clients.size;
    },
    get followed() {
      return followed;
    },
    changePassword: (changed) => void (password = changed),
    untilFollowed: () =>
      sockets.clients.size > 0 ? Promise.resolve() : new Promise((resolve) => (wake = [...wake, resolve])),
    // The second answer comes after ours to whatever was asked before the first.
    untilHeard: async () => {
      for (let time = 1; time <= 2; time++) await Promise.all([...sockets.clients].map(askForLife));
    },
    tell,
    cut,
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function misbehaviour(wrong: Misbehaviour): Response {
  switch (wrong.kind) {
    case "credentials-refused":
      return jsonAnswer(401, { message: "Authentication required" });
    case "rate-limited":
      return jsonAnswer(429, { message: "Too many" }, { "retry-after": String(wrong.retryAfterSeconds) });
    case "recipient-unknown":
      return jsonAnswer(400, { message: "Invalid endpoint" });
    case "unavailable":
    case "lose-answer":
      return jsonAnswer(503, { message: "Asterisk is shutting down" });
  }
}
