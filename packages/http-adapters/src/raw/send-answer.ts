import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { WebhookAnswerV1 } from "@plugboard/core";
import { drainBody } from "./drain-body.js";
import type { RawRequest } from "./raw-request.js";

/** Writes the answer. A body that was not read to its end is dropped, for a while: the connection closes behind the answer and does not cut it off. */
export function sendAnswer(
  request: RawRequest,
  response: ServerResponse,
  { status, headers, body }: WebhookAnswerV1,
): void {
  if (response.destroyed || response.headersSent) return;
  const unread = !request.readableEnded && !request.complete;
  const closing = unread ? { connection: "close" } : {};
  if (typeof body !== "string" && !(body instanceof Uint8Array)) {
    response.writeHead(status, { ...headers, ...closing });
    response.flushHeaders();
    // A stream that fails is cut off: its end must not look like the whole.
    stream(response, body).catch(() => response.destroy());
    return;
  }
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  const isBodiless = status === 204 || status === 304 || request.method === "HEAD";
  response.writeHead(status, { ...headers, ...(isBodiless ? {} : { "content-length": length }), ...closing });
  if (!unread) {
    response.end(length === 0 ? undefined : body);
    return;
  }
  // The answer is out before the rest of the body is waited for: most senders stop when they see it.
  response.flushHeaders();
  if (length > 0 && !isBodiless) response.write(body);
  void drainBody(request).then(() => {
    if (!response.destroyed) response.end();
  });
}

/** As fast as the visitor takes it; ended when the visitor goes. */
async function stream(response: ServerResponse, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  const iterator = parts[Symbol.asyncIterator]();
  for (;;) {
    const next = await orGone(response, () => iterator.next());
    if (next === undefined || next.done === true) break;
    if (!response.write(next.value)) await orGone(response, () => once(response, "drain"));
  }
  // Not waited for: a generator ends when what it waits for does, and the request's signal tells that.
  if (response.destroyed) void iterator.return?.();
  else response.end();
}

/** Nothing when the visitor goes first. One listener at a time, however long the stream. */
function orGone<Result>(response: ServerResponse, wait: () => Promise<Result>): Promise<Result | undefined> {
  if (response.destroyed) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const gone = (): void => resolve(undefined);
    response.once("close", gone);
    wait().then(
      (result) => {
        response.off("close", gone);
        resolve(result);
      },
      (error: unknown) => {
        response.off("close", gone);
        reject(error instanceof Error ? error : new Error("the stream failed"));
      },
    );
  });
}
