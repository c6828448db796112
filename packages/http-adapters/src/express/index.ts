export { expressWebhooks, type ExpressWebhookHandler } from "./express-webhooks.js";
export { type RawRequest } from "../raw/raw-request.js";
export { type WebhookCenter } from "../raw/webhook-center.js";
