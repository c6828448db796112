import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SampleRecords } from "@plugboard/provider-testkit";
import Database from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore, type SqliteStore } from "./sqlite-store.js";

async function opened(path: string): Promise<SqliteStore> {
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  await store.open();
  return store;
}

/** Sequences of what is ready in a channel, page by page. */
async function ready(store: SqliteStore, channelId: string): Promise<number[]> {
  const found: number[] = [];
  for (;;) {
    const page = await store.queuedMessages({
      queue: "ready",
      channelId,
      after: found.at(-1) ?? 0,
      limit: 1_000,
    });
    found.push(...page.map(({ sequence }) => sequence));
    if (page.length < 1_000) return found;
  }
}

async function count(path: string, sql: string): Promise<number> {
  const database = new Database(path);
  const row = database.prepare(sql).get() as { value: number };
  database.close();
  return row.value;
}

test("gives a message that is accepted and then received one row of states", async () => {
  const path = join(temporaryFolder(), "store.db");
  const store = await opened(path);
  const samples = new SampleRecords();
  const records = [samples.message(), samples.message()];
  await store.commit(records.map((record) => ({ kind: "message-insert", record })));
  await store.commit([{ kind: "message-update", change: samples.received(records[0]!) }]);
  await store.close();
  expect(await count(path, "SELECT count(*) AS value FROM message_states")).toBe(1);
});

test("finds what waits again however much there is, in order, before and after it was opened anew", async () => {
  const path = join(temporaryFolder(), "store.db");
  let store = await opened(path);
  const samples = new SampleRecords();
  const waiting: number[] = [];
  for (let group = 0; group < 12; group += 1) {
    const records = Array.from({ length: 4_000 }, (_, index) =>
      samples.message({ channelId: index % 2 === 0 ? "even" : "odd" }),
    );
    await store.commit(records.map((record) => ({ kind: "message-insert", record })));
    const done = records.filter((_, index) => index % 4 > 1);
    await store.commit(
      done.map((record) => ({
        kind: "message-update",
        change: samples.received(record),
      })),
    );
    waiting.push(...records.filter((_, index) => index % 4 === 0).map(({ sequence }) => sequence));
  }
  expect(await ready(store, "even")).toEqual(waiting);
  await store.close();

  store = await opened(path);
  expect((await store.queuedChannels("ready")).sort()).toEqual(["even", "odd"]);
  expect(await ready(store, "even")).toEqual(waiting);
  const [first] = waiting;
  const record = (await store.queuedMessages({ queue: "ready", channelId: "even", limit: 1 }))[0]!;
  expect(record.sequence).toBe(first);
  await store.commit([{ kind: "message-update", change: samples.received(record) }]);
  expect((await ready(store, "even"))[0]).toBe(waiting[1]);
  expect(await store.message("account-1", record.messageId)).toMatchObject({
    state: "received",
    queue: "none",
  });
  await store.close();
  expect(await count(path, "SELECT value FROM marks WHERE name = 'fresh-from'")).toBeGreaterThan(20_000);
}, 60_000);

test("does not take a message for ready whose group was refused", async () => {
  const store = await opened(join(temporaryFolder(), "store.db"));
  const samples = new SampleRecords();
  const first = samples.message();
  await store.commit([{ kind: "message-insert", record: first }]);
  await expect(
    store.commit([
      {
        kind: "message-insert",
        record: samples.message({ channelId: "other" }),
      },
      { kind: "message-update", change: samples.received(first) },
      {
        kind: "message-insert",
        record: samples.message({ messageId: first.messageId }),
      },
    ]),
  ).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  expect(await store.queuedChannels("ready")).toEqual(["channel-1"]);
  expect(
    await store.queuedMessages({
      queue: "ready",
      channelId: "channel-1",
      limit: 10,
    }),
  ).toEqual([first]);
});

test("has in a backup what waits", async () => {
  const folder = temporaryFolder();
  const store = await opened(join(folder, "store.db"));
  const samples = new SampleRecords();
  const [waiting, done] = [samples.message(), samples.message()];
  await store.commit([waiting, done].map((record) => ({ kind: "message-insert", record })));
  await store.commit([{ kind: "message-update", change: samples.received(done) }]);
  await store.backup(join(folder, "copy.db"));
  const again = await opened(join(folder, "copy.db"));
  expect(
    await again.queuedMessages({
      queue: "ready",
      channelId: "channel-1",
      limit: 10,
    }),
  ).toEqual([waiting]);
});

test("opens although a waiting message can no longer be read, and says so when what waits is asked for", async () => {
  const path = join(temporaryFolder(), "store.db");
  const store = await opened(path);
  const samples = new SampleRecords();
  const [lost, kept] = [samples.message({ channelId: "chn-lost" }), samples.message({ channelId: "chn-kept" })];
  await store.commit([lost, kept].map((record) => ({ kind: "message-insert", record })));
  await store.close();
  const bytes = readFileSync(path);
  for (let at = bytes.indexOf("chn-lost"); at >= 0; at = bytes.indexOf("chn-lost", at + 1)) bytes[at] = 0xff;
  writeFileSync(path, bytes);

  const damaged = await opened(path);
  expect(
    await damaged.queuedMessages({
      queue: "ready",
      channelId: "chn-kept",
      limit: 10,
    }),
  ).toEqual([kept]);
  const channels = await damaged.queuedChannels("ready");
  expect(channels).toHaveLength(2);
  const unknown = channels.find((channelId) => channelId !== "chn-kept") ?? "none";
  const read = damaged.queuedMessages({
    queue: "ready",
    channelId: unknown,
    limit: 10,
  });
  await expect(read).rejects.toMatchObject({ code: "STORE_CORRUPT" });
  const next = samples.message();
  expect(await damaged.commit([{ kind: "message-insert", record: next }])).toEqual([]);
});

test("opens from a program given on the command line", () => {
  const path = join(temporaryFolder(), "store.db");
  const entry = new URL("./sqlite-store.ts", import.meta.url).href;
  const program = `const { sqliteStore } = await import(${JSON.stringify(entry)});
    const store = sqliteStore(${JSON.stringify(path)}); await store.open(); await store.close(); console.log("opened");`;
  const options = ["--conditions=@plugboard/source", "--import", "tsx", "--input-type=module", "-e", program];
  const { stdout, stderr } = spawnSync(process.execPath, options, {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  expect(stdout, stderr).toBe("opened\n");
});
