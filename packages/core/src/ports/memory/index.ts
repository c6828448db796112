export { memorySecrets } from "./memory-secrets.js";
export { memoryStore, type MemoryStoreOptions } from "./memory-store.js";
export { silentLogger } from "./silent-logger.js";
export { systemClock } from "./system-clock.js";
export { timeOrderedIds } from "./time-ordered-ids.js";
