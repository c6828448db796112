import { sqliteStore } from "../sqlite-store.js";

/** Opens the store named by the first argument, commits once and does not close. */
const store = sqliteStore(process.argv[2] ?? "");
await store.open();
await store.commit([
  { kind: "document-put", document: { collection: "channels", id: "channel-1", accountId: "", value: "{}" } },
]);
console.log("committed");
