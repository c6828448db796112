export { nodeWebhooks, type NodeWebhookListener } from "./node-webhooks.js";
export { type RawRequest } from "../raw/raw-request.js";
export { type WebhookCenter } from "../raw/webhook-center.js";
