import { join } from "node:path";
import type { MessageRecord } from "@plugboard/core";
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
