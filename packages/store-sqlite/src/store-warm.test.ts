import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ScriptProcess } from "./__fixtures__/script-process.js";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore } from "./sqlite-store.js";

test("a store that is warmed and never opened holds no process and makes no file", async () => {
  const folder = temporaryFolder();
  const script = new ScriptProcess("./warm-store.ts", [join(folder, "store.db")]);
  await script.line("warm");
  expect(await script.exited).toEqual({ code: 0, signal: null });
  expect(readdirSync(folder)).toEqual([]);
});

test("while it is warm another may open the file; then it is refused as ever, and opens when the other is closed", async () => {
  const path = join(temporaryFolder(), "store.db");
  const [warm, other] = [sqliteStore(path), sqliteStore(path)];
  warm.warm?.();
  await other.open();
  await expect(warm.open()).rejects.toMatchObject({ code: "STORE_LOCKED" });
  await other.close();
  warm.warm?.();
  expect(await warm.open()).toEqual({ lastMessageSequence: 0, lastInboundSequence: 0 });
  await warm.close();
});

test("it is closed without having been opened, and then is not opened", async () => {
  const folder = temporaryFolder();
  const store = sqliteStore(join(folder, "store.db"));
  store.warm?.();
  await store.close();
  store.warm?.();
  await expect(store.open()).rejects.toMatchObject({ code: "HOST_CLOSED" });
  expect(readdirSync(folder)).toEqual([]);
});

test("a driver that cannot be loaded is told when the store is opened, warmed or not", async () => {
  const store = sqliteStore(join(temporaryFolder(), "store.db"), { driver: "no-such-driver-anywhere" });
  store.warm?.();
  await expect(store.open()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  await store.close();
});
