import { join } from "node:path";
import type { MessageRecord } from "@plugboard/core";
import Database from "libsql";
import { expect, test } from "vitest";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore } from "./sqlite-store.js";

const COUNT = 9_000;

const record = (sequence: number): MessageRecord => ({
  sequence,
  messageId: `msg_${String(sequence).padStart(8, "0")}`,
  accountId: "acme",
  channelId: "c1",
  idempotencyKey: undefined,
  payload: "{}",
  blobs: [],
  contentHash: "0".repeat(64),
  acceptedAtMs: 1_000,
  // Every hundredth expires early.
  expiresAtMs: sequence % 100 === 0 ? 5_000 : 1_000_000 - sequence,
  state: "accepted",
  queue: "ready",
  dueAtMs: 0,
  attempt: 0,
  providerMessageId: undefined,
  code: undefined,
  stateAtMs: 1_000,
});

test("finds what has expired in a large backlog, among those that have a row of their own and those that have none", async () => {
  const store = sqliteStore(join(temporaryFolder(), "store.db"));
  await store.open();
  const records = Array.from({ length: COUNT }, (_, index) => record(index + 1));
  await store.commit(records.map((one) => ({ kind: "message-insert", record: one })));
  // Two thirds have been tried, so they have a row: in turns of three thousand.
  await Promise.all(
    [records.slice(0, 3_000), records.slice(6_000)].map((part) =>
      store.commit(
        part.map(({ sequence }) => ({
          kind: "message-update",
          change: {
            ...{ sequence, state: "waiting", queue: "ready", dueAtMs: 0, attempt: 1, stateAtMs: 2_000 },
            ...{ providerMessageId: undefined, code: undefined },
          },
        })),
      ),
    ),
  );
  const expired = await store.expiredMessages({ channelId: "c1", after: 150, expiredByMs: 5_000, limit: 500 });
  expect(expired.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 89 }, (_, index) => index * 100 + 200));
  expect(await store.nextExpiryAtMs({ channelId: "c1", after: 0, laterThanMs: 5_000 })).toBe(1_000_000 - 8_999);
  expect(await store.nextExpiryAtMs({ channelId: "c1", after: 8_999, laterThanMs: 5_000 })).toBeUndefined();
  await store.close();
});

test("finds it among those that got a row because there were too many, and after a restart", async () => {
  const path = join(temporaryFolder(), "store.db");
  let store = sqliteStore(path);
  await store.open();
  // More than the worker keeps in mind, by some hundreds.
  for (let first = 1; first < 17_000; first += 4_000) {
    const records = Array.from({ length: 4_000 }, (_, index) => record(first + index));
    await store.commit(records.map((one) => ({ kind: "message-insert", record: one })));
  }
  const found = async () => [
    (await store.expiredMessages({ channelId: "c1", expiredByMs: 5_000, limit: 500 })).length,
    await store.nextExpiryAtMs({ channelId: "c1", after: 0, laterThanMs: 5_000 }),
    await store.nextExpiryAtMs({ channelId: "c1", after: 0, laterThanMs: 1_000_000 - 3 }),
  ];
  const expected = [200, 1_000_000 - 19_999, 1_000_000 - 2];
  expect(await found()).toEqual(expected);
  await store.close();
  store = sqliteStore(path);
  await store.open();
  expect(await found()).toEqual(expected);
  await store.close();
});

test("finds it in a store of an older version, in every state a message can wait in", async () => {
  const path = join(temporaryFolder(), "store.db");
  let store = sqliteStore(path);
  await store.open();
  const records = [1, 2, 3, 4].map((sequence) => record(sequence * 100));
  await store.commit(records.map((one) => ({ kind: "message-insert", record: one })));
  const change = { dueAtMs: 0, attempt: 1, stateAtMs: 2_000, providerMessageId: undefined, code: undefined } as const;
  const update = (sequence: number, state: "waiting" | "held" | "received", queue: "ready" | "held" | "none") =>
    store.commit([{ kind: "message-update", change: { ...change, sequence, state, queue } }]);
  await update(200, "waiting", "ready");
  await update(300, "received", "none");
  await update(400, "held", "held");
  await store.close();
  const database = new Database(path);
  database.exec("ALTER TABLE message_states DROP COLUMN expires_at_ms; PRAGMA user_version = 4");
  database.close();

  store = sqliteStore(path);
  await store.open();
  const expired = () => store.expiredMessages({ channelId: "c1", expiredByMs: 5_000, limit: 10 });
  expect((await expired()).map(({ sequence }) => sequence)).toEqual([100, 200]);
  await update(400, "waiting", "ready");
  expect((await expired()).map(({ sequence }) => sequence)).toEqual([100, 200, 400]);
  await store.close();
});
