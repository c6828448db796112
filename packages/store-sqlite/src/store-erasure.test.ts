import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StoreWrite } from "@plugboard/core";
import { SampleRecords } from "@plugboard/provider-testkit";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore } from "./sqlite-store.js";

const CANARY = "canary-7f3a-ann@example.org";

/** How many times the words are in the files of a folder, as they lie on the disk. */
function found(folder: string): number {
  let times = 0;
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    for (let at = bytes.indexOf(CANARY); at >= 0; at = bytes.indexOf(CANARY, at + 1)) times += 1;
  }
  return times;
}

/** Rows whose ids lie anywhere among those of others, so that pages are split and joined over them. */
function mixed(samples: SampleRecords, number: number): { writes: StoreWrite[]; undo: StoreWrite[] } {
  const isHers = number % 3 === 0;
  const words = isHers ? `${CANARY} ${"x".repeat((number * 37) % 900)}` : `other ${"y".repeat((number * 53) % 700)}`;
  const message = samples.message({
    payload: JSON.stringify({ words }),
    idempotencyKey: `${words.slice(0, 40)} ${String(number)}`,
    blobs: number % 9 === 0 ? [Buffer.from(words.repeat(20))] : [],
  });
  const inbound = samples.inbound({
    body: Buffer.from(words.repeat(3)),
    deduplicationKey: `${words.slice(0, 30)} ${String(number)}`,
  });
  // A rising multiple of a prime, cut to size: ids in no order.
  const id = `${String((number * 7_919) % 10_007)} ${words.slice(0, 27)}`;
  const document = samples.document({ collection: "consents", id, value: JSON.stringify({ words }) });
  return {
    writes: [
      { kind: "message-insert", record: message },
      { kind: "inbound-insert", record: inbound },
      { kind: "document-put", document },
    ],
    undo: isHers
      ? [
          { kind: "message-delete", sequence: message.sequence },
          { kind: "inbound-delete", sequence: inbound.sequence },
          { kind: "document-delete", collection: "consents", id },
        ]
      : [],
  };
}

const WITHOUT_PAGES = new URL("./__fixtures__/driver-without-pages.mjs", import.meta.url);

test.each([
  ["page by page", {}],
  ["by writing the file anew, where the library has no table of pages", { driver: WITHOUT_PAGES }],
])("after a scrub no byte of what was taken out is in any file, open or closed: %s", async (_how, options) => {
  const folder = temporaryFolder();
  const store = sqliteStore(join(folder, "store.db"), options);
  onTestFinished(() => store.close());
  await store.open();
  const samples = new SampleRecords();
  const undo: StoreWrite[] = [];
  for (let start = 0; start < 1_200; start += 100) {
    const rows = Array.from({ length: 100 }, (_, index) => mixed(samples, start + index));
    await store.commit(rows.flatMap(({ writes }) => writes));
    undo.push(...rows.flatMap((row) => row.undo));
  }
  expect(found(folder)).toBeGreaterThan(1_000);
  for (let at = 0; at < undo.length; at += 100) await store.commit(undo.slice(at, at + 100));
  // What is left now is what moved while pages were split, and the log.
  expect(found(folder)).toBeGreaterThan(0);
  await store.scrub();
  expect(found(folder)).toBe(0);
  expect(await store.messages({ accountId: "account-1", limit: 2_000 })).toHaveLength(800);
  await store.close();
  expect(found(folder)).toBe(0);
});

test("commits have their turn while a scrub goes on", async () => {
  const store = sqliteStore(join(temporaryFolder(), "store.db"));
  onTestFinished(() => store.close());
  await store.open();
  const samples = new SampleRecords();
  // Some 2,000 pages.
  for (let number = 0; number < 8; number += 1)
    await store.commit([{ kind: "inbound-insert", record: samples.inbound({ body: Buffer.alloc(1_000_000, "b") }) }]);
  let isOver = false;
  const scrubbing = store.scrub().then(() => (isOver = true));
  for (let number = 0; number < 3; number += 1) {
    await store.commit([{ kind: "document-put", document: samples.document({ id: String(number) }) }]);
    expect(isOver).toBe(false);
  }
  await scrubbing;
  expect(await store.documents({ collection: "channels", limit: 9 })).toHaveLength(3);
});
