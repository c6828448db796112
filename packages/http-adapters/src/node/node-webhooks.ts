import type { ServerResponse } from "node:http";
import { ContactCenterError } from "@plugboard/core/spec";
import { findRawBody } from "../raw/find-raw-body.js";
import type { RawRequest } from "../raw/raw-request.js";
import { sendAnswer } from "../raw/send-answer.js";
import type { WebhookCenter } from "../raw/webhook-center.js";
import { webhookRequestOf } from "../raw/webhook-request-of.js";

/** A listener of node:http that answers `/webhooks/<channel>` below any prefix, and 404 to everything else. */
export type NodeWebhookListener = (request: RawRequest, response: ServerResponse) => Promise<void>;

/**
 * Answers the webhooks of providers on node:http: `createServer(nodeWebhooks(center))`, or called by a listener of your own for paths that
 * have `/webhooks/`. Never rejects. When something read the body before, the provider is asked to try again and the process warned once
 * with `WebhookBodyError`.
 */
export function nodeWebhooks(center: WebhookCenter): NodeWebhookListener {
  let warned = false;
  return async (request, response) => {
    if (!warned && request.method === "POST") {
      try {
        findRawBody(request);
      } catch (error) {
        warned = true;
        if (ContactCenterError.isInstance(error)) process.emitWarning(error.message, { code: error.code });
      }
    }
    sendAnswer(request, response, await center.answerWebhook(webhookRequestOf(request, response)));
  };
}
