export { fastifyWebhooks } from "./fastify-webhooks.js";
export { type WebhookCenter } from "../raw/webhook-center.js";
