import type { FastifyPluginCallback } from "fastify";
import { sendAnswer } from "../raw/send-answer.js";
import type { WebhookCenter } from "../raw/webhook-center.js";
import { webhookRequestOf } from "../raw/webhook-request-of.js";

/**
 * Answers the webhooks of providers, and the pages of channels, in Fastify 5: `app.register(fastifyWebhooks(center), { prefix: "/api" })`. The plugin is
 * encapsulated: it leaves the bodies of its own routes unparsed, and everyone else's parsers as they are. Hooks of the application run
 * before it; one that reads the body makes the webhook fail.
 */
export function fastifyWebhooks(center: WebhookCenter): FastifyPluginCallback {
  return (app, _options, done) => {
    app.removeAllContentTypeParsers();
    // A type that Fastify cannot read would be a 415 before core sees the post, and many a provider takes any 4xx for "never again". Core reads it from the raw
    // fields.
    app.addHook("onRequest", (request, _reply, next) => {
      delete request.raw.headers["content-type"];
      next();
    });
    // Nothing is read: core takes the raw bytes, within its own limits.
    app.addContentTypeParser("*", (_request, _payload, next) => next(null));
    for (const url of ["/webhooks/*", "/sites/*"])
      app.route({
        method: ["GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS", "DELETE"],
        url,
        exposeHeadRoute: false,
        handler: async (request, reply) => {
          reply.hijack();
          sendAnswer(request.raw, reply.raw, await center.answerWebhook(webhookRequestOf(request.raw, reply.raw)));
        },
      });
    done();
  };
}
