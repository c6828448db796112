import { WebhookBodyError } from "../../spec/errors/webhook-body-error.js";
import { readBody } from "./read-body.js";
import type { WebhookAnswerV1, WebhookRequestV1 } from "./webhook-request.js";

/**
 * A web-standard request as the webhooks take it.
 * @throws {WebhookBodyError} its body was read before.
 */
export function webhookRequestOf(request: Request): WebhookRequestV1 {
  if (request.bodyUsed) throw new WebhookBodyError();
  const url = new URL(request.url);
  return {
    method: request.method,
    target: url.pathname + url.search,
    protocol: url.protocol === "https:" ? "https" : "http",
    // The request's own address is what was called; a host field is not always there.
    header: (name) => request.headers.get(name) ?? (name === "host" ? url.host : undefined),
    readBody: (limitBytes, place) => readBody(request, limitBytes, place),
  };
}

/**
 * As the web's own response; an iterable is read as fast as the other side takes it, and ended when that goes.
 * @param onGone - called when the other side took no more of a stream.
 */
export function responseOf({ status, headers, body }: WebhookAnswerV1, onGone: () => void): Response {
  if (typeof body === "string") return new Response(body === "" ? null : body, { status, headers });
  return new Response(body instanceof Uint8Array ? Buffer.from(body) : streamOf(body, onGone), { status, headers });
}

function streamOf(parts: AsyncIterable<string | Uint8Array>, onGone: () => void): ReadableStream<Uint8Array> {
  const iterator = parts[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(typeof next.value === "string" ? Buffer.from(next.value) : next.value);
    },
    cancel() {
      onGone();
      // Not waited for: a generator ends when what it waits for does, and the signal tells that.
      void iterator.return?.();
    },
  });
}
