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

export function responseOf({ status, headers, body }: WebhookAnswerV1): Response {
  return new Response(body === "" ? null : body, { status, headers });
}
