import { sqliteStore } from "../sqlite-store.js";

/** Warms the store named by the first argument and never opens it. */
sqliteStore(process.argv[2] ?? "").warm?.();
console.log("warm");
