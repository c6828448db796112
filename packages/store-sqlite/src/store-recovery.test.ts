import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { groupsIn } from "./__fixtures__/groups-in.js";
import { ScriptProcess } from "./__fixtures__/script-process.js";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore } from "./sqlite-store.js";

const GROUPS = 6;
const HEAD_BYTES = 32;
const FRAME_BYTES = 24 + 4096;

/** A database and a log with six groups in it, as a killed process left them. */
let database: Buffer;
let log: Buffer;
/** Where each group ends in the log. */
let ends: number[];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "plugboard-store-"));
  const path = join(folder, "store.db");
  const writer = new ScriptProcess("./write-groups.ts", [path, String(GROUPS)]);
  await writer.line("done");
  writer.process.kill("SIGKILL");
  await writer.exited;
  database = readFileSync(path);
  log = readFileSync(`${path}-wal`);
  rmSync(folder, { recursive: true });
  ends = [];
  for (let at = HEAD_BYTES; at + FRAME_BYTES <= log.length; at += FRAME_BYTES) {
    if (log.readUInt32BE(at + 4) !== 0) ends.push(at + FRAME_BYTES);
  }
}, 60_000);

/** Opens the database with this log. */
async function recovered(changedLog: Uint8Array): ReturnType<typeof groupsIn> {
  const path = join(temporaryFolder(), "store.db");
  writeFileSync(path, database, { mode: 0o600 });
  writeFileSync(`${path}-wal`, changedLog, { mode: 0o600 });
  return groupsIn(path);
}

function flipped(at: number): Buffer {
  const copy = Buffer.from(log);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}

test("the sample holds six groups", () => {
  expect(ends).toHaveLength(GROUPS);
  expect(ends.at(-1)).toBe(log.length);
});

test("keeps everything of a process that was killed between two commits", async () => {
  const { whole, half, report } = await recovered(log);
  expect(whole).toEqual([1, 2, 3, 4, 5, 6]);
  expect(half).toEqual([]);
  expect(report).toMatchObject({ keptGroups: GROUPS, droppedBytes: 0, droppedGroups: 0, isDamaged: false });
});

test("reports nothing after a proper close", async () => {
  const path = join(temporaryFolder(), "store.db");
  const store = sqliteStore(path);
  await store.open();
  await store.close();
  expect((await groupsIn(path)).report).toBeUndefined();
});

describe("a log that was cut", () => {
  test.each([1, 17, 24, 25, 2_000, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 5])(
    "%i bytes into the last group loses that group and says so",
    async (bytes) => {
      const { whole, half, report } = await recovered(log.subarray(0, ends[GROUPS - 2]! + bytes));
      expect(whole).toEqual([1, 2, 3, 4, 5]);
      expect(half).toEqual([]);
      expect(report).toMatchObject({
        keptGroups: GROUPS - 1,
        droppedBytes: bytes,
        droppedGroups: 0,
        isDamaged: false,
      });
    },
  );

  test("inside its head loses what was not yet moved into the database", async () => {
    const { half, report } = await recovered(log.subarray(0, 20));
    expect(half).toEqual([]);
    expect(report).toMatchObject({ keptGroups: 0, droppedBytes: 20, isDamaged: false });
  });
});

describe("a log with a flipped byte", () => {
  test.each([0, 5, 9, 14, 18, 23, 24, 3_000])(
    "at %i of the last group loses that group and says so",
    async (offset) => {
      const { whole, half, report } = await recovered(flipped(ends[GROUPS - 2]! + offset));
      expect(whole).toEqual([1, 2, 3, 4, 5]);
      expect(half).toEqual([]);
      expect(report).toMatchObject({ keptGroups: GROUPS - 1, droppedGroups: 1, isDamaged: false });
      expect(report?.droppedBytes).toBe(log.length - ends[GROUPS - 2]!);
    },
  );

  test("in the salt of the last frame does not pass for what an earlier use left", async () => {
    const { whole, report } = await recovered(flipped(log.length - FRAME_BYTES + 10));
    expect(whole).toEqual([1, 2, 3, 4, 5]);
    expect(report?.droppedBytes).toBe(log.length - ends[GROUPS - 2]!);
  });

  test("in an earlier group calls the store damaged, since groups that were durable are lost", async () => {
    const { whole, half, report } = await recovered(flipped(ends[1]! + 100));
    expect(whole).toEqual([1, 2]);
    expect(half).toEqual([]);
    expect(report).toMatchObject({ keptGroups: 2, droppedGroups: 4, isDamaged: true });
  });

  test("in its head calls the store damaged", async () => {
    const { half, report } = await recovered(flipped(18));
    expect(half).toEqual([]);
    expect(report).toMatchObject({ keptGroups: 0, isDamaged: true });
  });
});

test("does not mistake what an earlier use of the log left for damage", async () => {
  const path = join(temporaryFolder(), "store.db");
  const writer = new ScriptProcess("./write-groups.ts", [path, "700"]);
  onTestFinished(() => void writer.process.kill("SIGKILL"));
  await writer.line("done");
  writer.process.kill("SIGKILL");
  await writer.exited;
  const { whole, report } = await groupsIn(path);
  expect(whole).toHaveLength(700);
  expect(report?.keptGroups).toBeLessThan(700);
  expect(report).toMatchObject({ droppedBytes: 0, droppedGroups: 0, isDamaged: false });
});
