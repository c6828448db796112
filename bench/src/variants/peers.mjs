/** What each variant needs that may not be there: packages of this folder, a server program, our own built packages. */
export const NEEDS = Object.freeze({
  "raw-undici": { packages: ["undici"] },
  notifme: { packages: ["notifme-sdk", "undici"] },
  chat: { packages: ["chat", "@chat-adapter/whatsapp", "@chat-adapter/state-memory"] },
  bullmq: { packages: ["bullmq", "ioredis", "undici"], redis: true },
  plainjob: { packages: ["plainjob", "libsql", "undici"] },
  "plugboard-memory": { plugboard: true },
  "plugboard-sqlite": { plugboard: true },
});
