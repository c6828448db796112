/**
 * What each variant needs that may not be there (packages of this folder, a server program, our own built packages), and
 * whether it is on the disk before a message leaves.
 */
export const NEEDS = Object.freeze({
  "raw-undici": { packages: ["undici"] },
  journal: { packages: ["undici"], durable: true },
  notifme: { packages: ["notifme-sdk", "undici"] },
  chat: { packages: ["chat", "@chat-adapter/whatsapp", "@chat-adapter/state-memory"] },
  bullmq: { packages: ["bullmq", "ioredis", "undici"], redis: true, durable: true },
  plainjob: { packages: ["plainjob", "libsql", "undici"], durable: true },
  "pg-boss": { packages: ["pg-boss", "undici"], postgres: true, durable: true },
  "graphile-worker": { packages: ["graphile-worker", "pg", "undici"], postgres: true, durable: true },
  "plugboard-node": { built: ["core", "store-sqlite", "http-adapters"], durable: true },
  "plugboard-record": { built: ["core", "store-sqlite", "http-adapters"], durable: true },
  "node-hmac-store": { built: ["core", "store-sqlite"], durable: true },
  "plugboard-fastify": { built: ["core", "store-sqlite", "http-adapters"], durable: true },
  "fastify-bare": {},
  "fastify-hmac": {},
  "fastify-bullmq": { packages: ["bullmq", "ioredis"], redis: true, durable: true },
  "chat-hono": { packages: ["chat", "@chat-adapter/whatsapp", "@chat-adapter/state-memory"] },
  "plugboard-chat": { built: ["core", "store-sqlite", "http-adapters", "provider-livechat"], durable: true },
  "node-chat": { built: ["core", "store-sqlite"], durable: true },
  "plugboard-form": { built: ["core", "store-sqlite", "http-adapters", "provider-webform"], durable: true },
  "plugboard-form-record": { built: ["core", "store-sqlite", "http-adapters", "provider-webform"], durable: true },
  "fastify-form-store": { built: ["core", "store-sqlite"], durable: true },
  "fastify-form": {},
  "plugboard-memory": { built: ["core"] },
  "plugboard-isolated": { built: ["core", "isolation", "marketplace"] },
  "plugboard-marketplace": { built: ["core", "marketplace"] },
  "plugboard-plugins": { built: ["core", "isolation", "marketplace", "plugins"] },
  "plugboard-sqlite": { built: ["core", "store-sqlite"], durable: true },
});
