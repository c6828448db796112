import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SampleRecords } from "@plugboard/provider-testkit";
import { describe, expect, onTestFinished, test, type TestContext } from "vitest";
import { groupsIn } from "./__fixtures__/groups-in.js";
import { ScriptProcess } from "./__fixtures__/script-process.js";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore } from "./sqlite-store.js";

/** A file system of its own, or the test is skipped, where that is not permitted. */
function smallDisk({ skip }: TestContext, sizeKb: number): string {
  const folder = join(temporaryFolder(), "disk");
  mkdirSync(folder);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${sizeKb}k,mode=700`, "tmpfs", folder]);
  if (mounted.status !== 0) skip("mounting a tmpfs needs root");
  onTestFinished(() => void spawnSync("umount", ["-l", folder]));
  return folder;
}

function group(samples: SampleRecords, count: number) {
  return Array.from({ length: count }, () => ({ kind: "message-insert" as const, record: samples.message() }));
}

test("reports a full disk, keeps nothing of the group, and goes on when there is room", async (context) => {
  const folder = smallDisk(context, 1_024);
  const filler = join(folder, "filler");
  writeFileSync(filler, Buffer.alloc(300 * 1024));
  const path = join(folder, "store.db");
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  await store.open();
  const samples = new SampleRecords();

  const kept: number[] = [];
  let refused: number[] = [];
  while (refused.length === 0) {
    const writes = group(samples, 20);
    const sequences = writes.map(({ record }) => record.sequence);
    const failure: unknown = await store.commit(writes).then(
      () => kept.push(...sequences) && undefined,
      (error: unknown) => error,
    );
    if (failure === undefined) continue;
    expect(failure).toMatchObject({ code: "STORE_FULL", retryable: true });
    refused = sequences;
  }
  const present = async () =>
    (await store.messages({ accountId: "account-1", limit: 1_000_000 })).map((record) => record.sequence);
  expect(await present()).toEqual(kept);

  rmSync(filler);
  const later = group(samples, 20);
  await store.commit(later);
  const all = [...kept, ...later.map(({ record }) => record.sequence)];
  expect(await present()).toEqual(all);

  await store.close();
  const again = sqliteStore(path);
  onTestFinished(() => again.close());
  await again.open();
  expect((await again.messages({ accountId: "account-1", limit: 1_000_000 })).map((one) => one.sequence)).toEqual(all);
});

test("refuses to open on a full disk and opens once there is room", async (context) => {
  const folder = smallDisk(context, 256);
  const filler = join(folder, "filler");
  writeFileSync(filler, Buffer.alloc(250 * 1024));
  const path = join(folder, "store.db");
  const store = sqliteStore(path);
  await expect(store.open()).rejects.toMatchObject({ code: "STORE_FULL" });
  await store.close();
  rmSync(filler);
  const again = sqliteStore(path);
  onTestFinished(() => again.close());
  await again.open();
});

/** A process compiled as it starts, under strace, beside other work. */
const BUSY_MS = 90_000;

/** How often a process that runs `write-groups` has called the system before its store is open: faults are counted from there. */
async function callsUntilOpen(): Promise<{ fsync: number; pwrite64: number }> {
  const log = join(temporaryFolder(), "calls");
  const strace = ["strace", "-f", "--seccomp-bpf", "-o", log, "-e", "trace=fsync,pwrite64,write"];
  const writer = new ScriptProcess("./write-groups.ts", [join(temporaryFolder(), "store.db"), "0"], strace);
  await writer.line("done");
  writer.process.stdin?.end();
  await writer.exited;
  const [before = ""] = readFileSync(log, "utf8").split('write(1, "open ');
  return { fsync: before.split(" fsync(").length - 1, pwrite64: before.split(" pwrite64(").length - 1 };
}

/** Runs `write-groups` with failing system calls, kills it when it is through, and compares. */
async function withFailingCalls(injection: string, groups: number) {
  const path = join(temporaryFolder(), "store.db");
  const strace = ["strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync,pwrite64", "-e", injection];
  const writer = new ScriptProcess("./write-groups.ts", [path, String(groups)], strace);
  onTestFinished(() => void writer.process.kill("SIGKILL"));
  await writer.line("done");
  const told = (word: string) =>
    writer.lines.filter((line) => line.startsWith(`${word} `)).map((line) => Number(line.split(" ")[1]));
  const codes = new Set(writer.lines.filter((line) => line.startsWith("failed ")).map((line) => line.split(" ")[2]));
  // Killing strace would only let go of the process it started.
  process.kill(Number((await writer.line("open ")).slice(5)), "SIGKILL");
  await writer.exited;
  return { acked: told("acked"), failed: told("failed"), codes: [...codes], ...(await groupsIn(path)) };
}

describe.skipIf(spawnSync("strace", ["-V"]).status !== 0)("when the disk fails (needs strace)", () => {
  let counted: ReturnType<typeof callsUntilOpen> | undefined;

  test.each([
    ["syncing fails once", 2, ""],
    ["syncing fails for a group and for what is written over it", 2, "..+1"],
    ["syncing fails from some moment on", 4, "+"],
    ["syncing fails from the first group of a fresh log on", 1, "+"],
    ["syncing fails every third time", 2, "+3"],
  ])(
    "and %s, what was refused stays away and what was acknowledged is there",
    async (_when, nth, more) => {
      const at = (await (counted ??= callsUntilOpen())).fsync + nth;
      const injection = `inject=fsync:error=EIO:when=${at}${more === "..+1" ? `..${at + 1}` : more}`;
      const { acked, failed, whole, half, codes } = await withFailingCalls(injection, 8);
      expect(failed.length).toBeGreaterThan(0);
      expect(codes).toEqual(["STORE_UNAVAILABLE"]);
      expect(half).toEqual([]);
      expect(whole).toEqual(acked);
    },
    BUSY_MS,
  );

  test.each([
    ["no room", "ENOSPC", "STORE_FULL"],
    ["a broken medium", "EIO", "STORE_UNAVAILABLE"],
  ])(
    "%s at a write of the log takes the whole group back",
    async (_why, error, code) => {
      const { pwrite64 } = await (counted ??= callsUntilOpen());
      const injection = `inject=pwrite64:error=${error}:when=${pwrite64 + 10}+7`;
      const { acked, failed, whole, half, codes } = await withFailingCalls(injection, 20);
      expect(failed.length).toBeGreaterThan(0);
      expect(codes).toEqual([code]);
      expect(half).toEqual([]);
      expect(whole).toEqual(acked);
    },
    BUSY_MS,
  );
});
