import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SampleRecords } from "@plugboard/provider-testkit";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { type SqliteStore, sqliteStore } from "./sqlite-store.js";

const KEPT = 20;
const BODY = Buffer.alloc(8_000, 7);

/** What is left, without comparing thousands of numbers one by one. */
async function idsIn(store: SqliteStore): Promise<string[]> {
  const records = await store.inbound({ state: "recorded", limit: 1_000 });
  return records.filter(({ body }) => BODY.equals(body)).map(({ rawId }) => rawId);
}

/** A store of which nine tenths were deleted. */
async function mostlyDeleted(folder: string, deliveries = 200) {
  const path = join(folder, "store.db");
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  await store.open();
  const samples = new SampleRecords();
  const records = Array.from({ length: deliveries }, () => samples.inbound({ body: BODY }));
  await store.commit(records.map((record) => ({ kind: "inbound-insert", record })));
  const gone = records.slice(KEPT);
  await store.commit(gone.map(({ sequence }) => ({ kind: "inbound-delete", sequence })));
  await store.scrub();
  return { path, store, samples, kept: records.slice(0, KEPT).map(({ rawId }) => rawId) };
}

test("says how much of the file holds nothing; compacting gives it back to the disk and keeps every row", async () => {
  const { path, store, samples, kept } = await mostlyDeleted(temporaryFolder());
  const before = await store.space();
  expect(before.sizeBytes).toBe(statSync(path).size);
  expect(before.freeBytes).toBeGreaterThan(180 * 8_000);

  const late = samples.inbound({ body: BODY });
  const [after] = await Promise.all([store.compact(), store.commit([{ kind: "inbound-insert", record: late }])]);
  expect(after.freeBytes).toBe(0);
  expect(after.sizeBytes).toBeLessThanOrEqual(before.sizeBytes - before.freeBytes);
  await store.scrub();
  expect(await store.space()).toEqual({ sizeBytes: statSync(path).size, freeBytes: 0 });
  expect(statSync(path).mode & 0o777).toBe(0o600);

  const all = [...kept, late.rawId];
  expect(await idsIn(store)).toEqual(all);
  await store.close();
  const again = sqliteStore(path, { check: "full" });
  onTestFinished(() => again.close());
  await again.open();
  expect(await idsIn(again)).toEqual(all);
});

test("a disk without room for it is told, and nothing is changed", async ({ skip }) => {
  const folder = join(temporaryFolder(), "disk");
  mkdirSync(folder);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=6m,mode=700", "tmpfs", folder]);
  if (mounted.status !== 0) skip("mounting a tmpfs needs root");
  onTestFinished(() => void spawnSync("umount", ["-l", folder]));
  const { store, kept } = await mostlyDeleted(folder);
  const filler = join(folder, "filler");
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(filler, Buffer.alloc(bavail * bsize - 64 * 1_024));
  const before = await store.space();
  await expect(store.compact()).rejects.toMatchObject({ code: "STORE_FULL" });
  expect(await store.space()).toEqual(before);
  expect(await idsIn(store)).toEqual(kept);
  rmSync(filler);
  expect((await store.compact()).freeBytes).toBe(0);
  expect(await idsIn(store)).toEqual(kept);
});
