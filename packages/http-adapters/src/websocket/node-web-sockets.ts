import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { WebhookAnswerV1, WebhookRequestV1 } from "@plugboard/core";
import { WebSocketServer } from "ws";
import type { WebhookCenter } from "../raw/webhook-center.js";
import { webhookRequestOf } from "../raw/webhook-request-of.js";
import { endSocket } from "./end-socket.js";
import { pumpStream } from "./pump-stream.js";
import { LONGEST_FIRST_FRAME, readFirstFrame } from "./read-first-frame.js";
import { SocketRounds } from "./socket-rounds.js";
import { WaitingSockets } from "./waiting-sockets.js";

/** A listener of the event `upgrade` of a node:http or node:https server. */
export type NodeUpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface NodeWebSocketOptions {
  /** A socket that has not said by then what it is for is cut. Milliseconds. */
  readonly firstFrameMs?: number;
  /** How often the other side is asked whether it is there still; without an answer until the next time it is cut. Milliseconds. */
  readonly pingMs?: number;
}

const SITE = /\/sites\/[^/?]+\/[^?]/;
const STREAM = "text/event-stream";
/** In the range that RFC 6455, 7.4.2, leaves to applications: the status that the same request would have had over HTTP. */
const closeCodeOf = (status: number): number => 4_000 + status;

/**
 * Carries the event streams of channels' pages over WebSockets, for proxies that keep event streams back:
 * `server.on("upgrade", nodeWebSockets(center))`. A page that streams at an address for `GET` streams there for a socket too: the same events under the
 * same cursors, limits and rules. It is asked as by any browser: the origin with `OPTIONS`, before there is a socket; the rest with `GET` and the
 * header fields of the first frame, `{"authorization": "Bearer …", "last-event-id": "12"}`. Everything else is refused with 404.
 */
export function nodeWebSockets(
  center: WebhookCenter,
  { firstFrameMs = 5_000, pingMs = 20_000 }: NodeWebSocketOptions = {},
): NodeUpgradeListener {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: LONGEST_FIRST_FRAME,
    autoPong: false,
  });
  const waiting = new WaitingSockets(firstFrameMs);
  const rounds = new SocketRounds(pingMs);
  return (request, socket, head) => {
    const asked = webhookRequestOf(request);
    const gone = asked.signal;
    const ask = (method: string, fields: ReadonlyMap<string, string>): Promise<WebhookAnswerV1> =>
      center.answerWebhook(withFields(asked, method, fields, gone));
    // Until the socket is one of `ws`, a reset of the other side is nobody's to hear.
    const ignore = (): void => undefined;
    socket.on("error", ignore);
    void statusFor(request, (fields) => ask("OPTIONS", fields)).then((status) => {
      if (socket.destroyed) return;
      if (status !== undefined) {
        refuse(socket, status);
        return;
      }
      server.handleUpgrade(request, socket, head, (client) => {
        socket.off("error", ignore);
        rounds.add(client);
        waiting.add(client, (data, isBinary) => {
          const fields = isBinary ? undefined : readFirstFrame(data);
          if (fields === undefined) endSocket(client, closeCodeOf(400));
          else
            void ask("GET", fields).then(({ status: answered, headers, body }) => {
              if (isStream(body) && answered === 200 && headers["content-type"]?.startsWith(STREAM) === true)
                void pumpStream(client, body);
              else endSocket(client, closeCodeOf(answered === 200 ? 406 : answered), headers["retry-after"] ?? "");
            });
        });
      });
    });
  };
}

/** @returns the status to refuse an upgrade with; undefined where the page lets the website in that the socket is opened on. */
async function statusFor(
  { url = "", headers }: IncomingMessage,
  ask: (fields: ReadonlyMap<string, string>) => Promise<WebhookAnswerV1>,
): Promise<number | undefined> {
  if (!SITE.test(url)) return 404;
  // Browsers always say it, and ask nobody before they open a socket: what is a preflight elsewhere is asked here.
  const { origin } = headers;
  if (origin === undefined) return 403;
  const answer = await ask(new Map([["access-control-request-method", "GET"]]));
  if (answer.status >= 300) return answer.status;
  return answer.headers["access-control-allow-origin"] === origin ? undefined : 403;
}

function withFields(
  request: WebhookRequestV1,
  method: string,
  fields: ReadonlyMap<string, string>,
  signal: AbortSignal | undefined,
): WebhookRequestV1 {
  const { target, protocol, clientAddress } = request;
  return {
    method,
    target,
    protocol,
    header: (name) => fields.get(name) ?? request.header(name),
    ...(clientAddress === undefined ? {} : { clientAddress }),
    ...(signal === undefined ? {} : { signal }),
    readBody: (limitBytes, place) => request.readBody(limitBytes, place),
  };
}

const isStream = (body: WebhookAnswerV1["body"]): body is AsyncIterable<string | Uint8Array> =>
  typeof body !== "string" && !(body instanceof Uint8Array);

function refuse(socket: Duplex, status: number): void {
  socket.once("finish", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ""}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
}
