import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "@plugboard/core/spec";
import { expect, onTestFinished, test } from "vitest";
import { ScriptProcess } from "./__fixtures__/script-process.js";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore } from "./sqlite-store.js";

/** A process that has the store open. */
async function holder(path: string): Promise<ScriptProcess> {
  const script = new ScriptProcess("./hold-store.ts", [path]);
  onTestFinished(() => void script.process.kill("SIGKILL"));
  await script.line("open");
  return script;
}

async function failureOfOpening(path: string): Promise<unknown> {
  const store = sqliteStore(path);
  const failure: unknown = await store.open().then(
    () => undefined,
    (error: unknown) => error,
  );
  await store.close();
  return failure;
}

test("refuses a second process and names the first", async () => {
  const path = join(temporaryFolder(), "store.db");
  const { process: first } = await holder(path);
  const failure = await failureOfOpening(path);
  expect(StoreError.isInstance(failure) && failure.code).toBe("STORE_LOCKED");
  expect(StoreError.isInstance(failure) && failure.details).toMatchObject({ path, processId: first.pid });
});

test("is free as soon as the first process was killed", async () => {
  const path = join(temporaryFolder(), "store.db");
  const first = await holder(path);
  first.process.kill("SIGKILL");
  await first.exited;
  expect(existsSync(`${path}-lock`)).toBe(true);
  expect(await failureOfOpening(path)).toBeUndefined();
  expect(existsSync(`${path}-lock`)).toBe(false);
});

test("stays with a process that is paused", async () => {
  const path = join(temporaryFolder(), "store.db");
  const first = await holder(path);
  first.process.kill("SIGSTOP");
  expect(await failureOfOpening(path)).toMatchObject({ code: "STORE_LOCKED" });
  first.process.kill("SIGCONT");
  first.process.stdin?.end();
  expect(await first.exited).toEqual({ code: 0, signal: null });
  expect(await failureOfOpening(path)).toBeUndefined();
});

test("refuses a second store of the same process and leaves the first its lock", async () => {
  const path = join(temporaryFolder(), "store.db");
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  await store.open();
  expect(await failureOfOpening(path)).toMatchObject({ code: "STORE_LOCKED", details: { processId: process.pid } });

  const other = new ScriptProcess("./hold-store.ts", [path]);
  expect(await other.line("refused")).toContain("STORE_LOCKED");
});

test("takes a note for what it is, even one with its own process id", async () => {
  const path = join(temporaryFolder(), "store.db");
  writeFileSync(`${path}-lock`, `${process.pid}\n`, { mode: 0o600 });
  expect(await failureOfOpening(path)).toBeUndefined();
});

test("refuses to be opened twice", async () => {
  const store = sqliteStore(join(temporaryFolder(), "store.db"));
  onTestFinished(() => store.close());
  await store.open();
  await expect(store.open()).rejects.toMatchObject({ code: "STORE_LOCKED" });
});
