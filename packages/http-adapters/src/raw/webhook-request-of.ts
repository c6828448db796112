import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { WebhookRequestV1 } from "@plugboard/core";
import type { RawRequest } from "./raw-request.js";
import { readRawBody } from "./read-raw-body.js";

/** Fields of which node:http keeps the first only; the others it joins itself. */
const FIRST_ONLY: ReadonlySet<string> = new Set(["authorization", "content-type", "host"]);

/**
 * A request of node:http as the webhooks take it.
 * @param response - its answer; without one the other side has gone when the connection has.
 */
export function webhookRequestOf(request: RawRequest, response?: ServerResponse): WebhookRequestV1 {
  return {
    method: request.method ?? "GET",
    target: request.originalUrl ?? request.url ?? "/",
    protocol: "encrypted" in request.socket ? "https" : "http",
    header: (name) => {
      if (FIRST_ONLY.has(name)) return everyValueOf(request, name);
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    clientAddress: request.socket.remoteAddress,
    get signal() {
      return response === undefined ? closedSignal(request.socket) : goneSignal(response);
    },
    readBody: (limitBytes, place) => readRawBody(request, limitBytes, place),
  };
}

/**
 * Aborted when the answer is cut off. Of HTTP/2 that is the stream, whose connection stays; of HTTP/1 many visits share a connection, and none leaves
 * anything on it. Made only for those who ask: most answers are written at once.
 */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  // Not whether it was finished: of HTTP/2 that is said of a stream that was cut off, too.
  if (response.writableEnded) return gone.signal;
  if (response.destroyed) gone.abort();
  else
    response.once("close", () => {
      if (!response.writableEnded) gone.abort();
    });
  return gone.signal;
}

function closedSignal(socket: Socket): AbortSignal {
  const gone = new AbortController();
  if (socket.destroyed) gone.abort();
  else socket.once("close", () => gone.abort());
  return gone.signal;
}

/** What came twice matches nothing, so all of it is told. */
function everyValueOf({ headers, rawHeaders }: RawRequest, name: string): string | undefined {
  let found = 0;
  let values = "";
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const raw = rawHeaders[index] ?? "";
    if (raw.length !== name.length || raw.toLowerCase() !== name) continue;
    found += 1;
    values = found === 1 ? (rawHeaders[index + 1] ?? "") : `${values}, ${rawHeaders[index + 1] ?? ""}`;
  }
  // HTTP/2 has `:authority` instead of the host field.
  const authority = headers[":authority"];
  if (found === 0 && name === "host" && typeof authority === "string") return authority;
  return found === 0 ? undefined : values;
}
