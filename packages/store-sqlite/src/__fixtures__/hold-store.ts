import { sqliteStore } from "../sqlite-store.js";

/** Opens the store named by the first argument and keeps it until standard input ends. */
const store = sqliteStore(process.argv[2] ?? "");
try {
  await store.open();
  console.log("open");
  process.stdin.resume().once("end", () => void store.close());
} catch (error) {
  console.log(`refused ${JSON.stringify(error)}`);
}
