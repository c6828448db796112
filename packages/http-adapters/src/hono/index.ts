export { type FetchCenter, type HonoContext, honoWebhooks } from "./hono-webhooks.js";
