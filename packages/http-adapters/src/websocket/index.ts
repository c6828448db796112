export { nodeWebSockets, type NodeUpgradeListener, type NodeWebSocketOptions } from "./node-web-sockets.js";
export { type WebhookCenter } from "../raw/webhook-center.js";
