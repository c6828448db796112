import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { SampleRecords } from "@plugboard/provider-testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { ScriptProcess } from "./__fixtures__/script-process.js";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore } from "./sqlite-store.js";

function modesIn(folder: string): string[] {
  return readdirSync(folder).map((name) => `${name} ${(statSync(join(folder, name)).mode & 0o777).toString(8)}`);
}

describe.each([0o000, 0o022, 0o777])("with umask %o", (umask) => {
  test("creates files that only their owner can read", async () => {
    const folder = temporaryFolder();
    const before = process.umask(umask);
    onTestFinished(() => void process.umask(before));
    const store = sqliteStore(join(folder, "store.db"));
    onTestFinished(() => store.close());
    await store.open();
    await store.commit([{ kind: "message-insert", record: new SampleRecords().message() }]);
    expect(modesIn(folder)).toEqual(["store.db 600", "store.db-lock 600", "store.db-wal 600"]);
  });
});

test("creates the folders on the way, for the owner only", async () => {
  const folder = join(temporaryFolder(), "a", "b");
  const store = sqliteStore(join(folder, "store.db"));
  await store.open();
  await store.close();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("leaves one file behind when it is closed", async () => {
  const folder = temporaryFolder();
  const store = sqliteStore(join(folder, "store.db"));
  await store.open();
  await store.commit([{ kind: "message-insert", record: new SampleRecords().message() }]);
  await store.close();
  expect(readdirSync(folder)).toEqual(["store.db"]);
});

test.each(["", "-wal", "-lock"])("refuses a file store.db%s that others can read", async (companion) => {
  const path = join(temporaryFolder(), "store.db");
  writeFileSync(path + companion, "", { mode: 0o600 });
  chmodSync(path + companion, 0o640);
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  await expect(store.open()).rejects.toMatchObject({ code: "STORE_INSECURE", details: { path: path + companion } });
  expect(statSync(path + companion).mode & 0o777).toBe(0o640);
});

test.each(["-wal", "-shm", "-journal", "-lock"])(
  "refuses a link store.db%s, and leaves where it leads as it is",
  async (suffix) => {
    const folder = temporaryFolder();
    const [path, other] = [join(folder, "store.db"), join(folder, "other")];
    writeFileSync(other, "precious", { mode: 0o600 });
    symlinkSync(other, path + suffix);
    const store = sqliteStore(path);
    onTestFinished(() => store.close());
    await expect(store.open()).rejects.toMatchObject({ code: "STORE_INSECURE", details: { path: path + suffix } });
    expect(readFileSync(other, "utf8")).toBe("precious");
  },
);

test("follows a link to the database, and guards what lies beside the database itself", async () => {
  const folder = temporaryFolder();
  const [path, link] = [join(folder, "data", "store.db"), join(folder, "link.db")];
  mkdirSync(join(folder, "data"));
  writeFileSync(path, "", { mode: 0o600 });
  symlinkSync(path, link);
  const store = sqliteStore(link);
  onTestFinished(() => store.close());
  await store.open();
  const samples = new SampleRecords();
  await store.commit([{ kind: "message-insert", record: samples.message() }]);
  expect(readdirSync(join(folder, "data")).sort()).toEqual(["store.db", "store.db-lock", "store.db-wal"]);
  rmSync(`${path}-wal`);
  await expect(store.commit([{ kind: "message-insert", record: samples.message() }])).rejects.toMatchObject({
    details: { systemCode: "FILE_GONE" },
  });
});

test.each([
  ["below a file", "file/store.db", "ENOTDIR"],
  ["that is a folder", "folder", "EISDIR"],
  ["that is a pipe", "pipe", "NOT_A_FILE"],
  ["that is too long", `${"x".repeat(300)}.db`, "ENAMETOOLONG"],
  ["of links that lead to each other", "ring/store.db", "ELOOP"],
  ["where the system makes no folder", "/proc/none/store.db", "ENOENT"],
])("a path %s is said to be none, and trying again is no remedy", async (_what, name, systemCode) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  mkdirSync(join(folder, "folder"), { mode: 0o700 });
  execFileSync("mkfifo", ["-m", "600", join(folder, "pipe")]);
  symlinkSync(join(folder, "ring"), join(folder, "ring"));
  const store = sqliteStore(resolve(folder, name));
  onTestFinished(() => store.close());
  await expect(store.open()).rejects.toMatchObject({
    code: "STORE_PATH_UNUSABLE",
    retryable: false,
    details: { systemCode },
  });
});

test("makes the folders on the way, for their owner alone", async () => {
  const folder = temporaryFolder();
  const store = sqliteStore(join(folder, "a", "b", "store.db"));
  onTestFinished(() => store.close());
  await store.open();
  expect([join(folder, "a"), join(folder, "a", "b")].map((path) => statSync(path).mode & 0o777)).toEqual([
    0o700, 0o700,
  ]);
});

test.each(["", ":memory:", "file:store.db", "store\0.db", undefined])("refuses %j as a path", (path) => {
  expect(() => sqliteStore(path as string)).toThrow(/OPTION_INVALID/);
});

test("refuses options it does not know", () => {
  expect(() => sqliteStore("store.db", { synchronous: "OFF" } as object)).toThrow(/OPTION_INVALID/);
});

test("keeps no process alive that has nothing left to do", async () => {
  const path = join(temporaryFolder(), "store.db");
  const script = new ScriptProcess("./open-and-forget.ts", [path]);
  expect(await script.exited).toEqual({ code: 0, signal: null });
  expect(script.lines).toEqual(["committed"]);
});

test.each(["", "-wal"])("acknowledges nothing once store.db%s was deleted under it", async (companion) => {
  const path = join(temporaryFolder(), "store.db");
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  await store.open();
  const samples = new SampleRecords();
  await store.commit([{ kind: "message-insert", record: samples.message() }]);
  rmSync(path + companion);
  await expect(store.commit([{ kind: "message-insert", record: samples.message() }])).rejects.toMatchObject({
    code: "STORE_UNAVAILABLE",
    details: { systemCode: "FILE_GONE" },
  });
});

test("copies itself while it is in use, to a file that only its owner can read", async () => {
  const folder = temporaryFolder();
  const store = sqliteStore(join(folder, "store.db"));
  onTestFinished(() => store.close());
  await store.open();
  const record = new SampleRecords().message();
  await store.commit([{ kind: "message-insert", record }]);
  await store.backup(join(folder, "copy.db"));
  await expect(store.backup(join(folder, "copy.db"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  expect(statSync(join(folder, "copy.db")).mode & 0o777).toBe(0o600);

  const copy = sqliteStore(join(folder, "copy.db"));
  onTestFinished(() => copy.close());
  expect(await copy.open()).toMatchObject({ lastMessageSequence: record.sequence });
  expect(await copy.message(record.accountId, record.messageId)).toEqual(record);
});

test("leaves nothing of an emptied body in the file", async () => {
  const path = join(temporaryFolder(), "store.db");
  const store = sqliteStore(path);
  await store.open();
  const samples = new SampleRecords();
  const records = Array.from({ length: 50 }, () => samples.inbound({ body: Buffer.from("canary-".repeat(200)) }));
  await store.commit(records.map((record) => ({ kind: "inbound-insert", record })));
  await store.commit(records.map((record) => ({ kind: "inbound-update", change: samples.done(record) })));
  await store.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
  expect(readFileSync(path).includes("canary-")).toBe(false);
});
