import type { ServerResponse } from "node:http";
import { findRawBody } from "../raw/find-raw-body.js";
import type { RawRequest } from "../raw/raw-request.js";
import { sendAnswer } from "../raw/send-answer.js";
import type { WebhookCenter } from "../raw/webhook-center.js";
import { webhookRequestOf } from "../raw/webhook-request-of.js";

/** A handler as Express, Connect and their like take it. */
export type ExpressWebhookHandler = (
  request: RawRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** In the path alone: what a query names is the application's own. */
const ROUTE = /^[^?]*\/(?:webhooks|sites)\/[^/?]/;

/**
 * Answers the webhooks of providers, and the pages of channels, in Express 4 or 5: `app.use(expressWebhooks(center))`, or below a prefix `app.use("/api", …)`, before
 * `express.json()` and other body parsers. Other paths go on to the next handler. When a parser read the body first, `next` gets a
 * `WebhookBodyError` that says what to do; the raw bytes that `express.raw()` leaves in `request.body`, or a `verify` option in
 * `request.rawBody`, are taken as they are.
 */
export function expressWebhooks(center: WebhookCenter): ExpressWebhookHandler {
  return (request, response, next) => {
    const visit = webhookRequestOf(request, response);
    if (!ROUTE.test(visit.target)) {
      next();
      return;
    }
    try {
      if (visit.method === "POST") findRawBody(request);
    } catch (error) {
      next(error);
      return;
    }
    center.answerWebhook(visit).then((answer) => sendAnswer(request, response, answer), next);
  };
}
