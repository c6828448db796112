// Compacts the store at the path it is given, and says when it begins and when it is done.
import { writeSync } from "node:fs";
import { sqliteStore } from "../sqlite-store.js";

const store = sqliteStore(process.argv[2] ?? "");
await store.open();
writeSync(1, "open\n");
await store.compact();
writeSync(1, "compact\n");
await store.close();
writeSync(1, "closed\n");
