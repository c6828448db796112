import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { InboundRecord, StoreWrite } from "@plugboard/core";
import { SampleRecords } from "@plugboard/provider-testkit";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../__fixtures__/temporary-folder.js";
import { encodeGroup } from "../../codec/encode-group.js";
import { withGroupIndexes } from "../../codec/with-group-indexes.js";
import { loadDriver } from "../../database/load-driver.js";
import type { SqliteDatabase } from "../../database/sqlite-database.js";
import { Engine } from "../engine.js";
import { openDatabase } from "../open-database.js";
import { KEY_STATEMENTS } from "./key-statements.js";
import { keyHashes } from "./key-hashes.js";

const driver = await loadDriver(undefined);

interface Opened {
  readonly engine: Engine;
  readonly database: SqliteDatabase;
}

function open(path: string, cycle: number): Opened {
  const { database } = openDatabase(driver, { path, driver: undefined, check: "quick" });
  return { engine: new Engine(database, path, cycle), database };
}

/** What the deliveries of a store are, and whose key is taken: a plain map. */
class Model {
  readonly records = new Map<string, InboundRecord>();

  /** @returns for each delivery of the group the one that has its key. */
  insert(group: readonly InboundRecord[]): { index: number; existingId: string; acceptedAtMs: number }[] {
    const conflicts = [];
    for (const [index, record] of group.entries()) {
      const key = `${record.channelId} ${record.deduplicationKey}`;
      const existing = this.records.get(key);
      if (existing) conflicts.push({ index, existingId: existing.rawId, acceptedAtMs: existing.recordedAtMs });
      else this.records.set(key, record);
    }
    return conflicts;
  }

  delete(goes: (record: InboundRecord) => boolean): InboundRecord[] {
    const gone = [...this.records].filter(([, record]) => goes(record));
    for (const [key] of gone) this.records.delete(key);
    return gone.map(([, record]) => record);
  }

  finish(record: InboundRecord): void {
    this.records.set(`${record.channelId} ${record.deduplicationKey}`, { ...record, state: "done" });
  }
}

const inserts = (records: readonly InboundRecord[]): StoreWrite[] =>
  records.map((record) => ({ kind: "inbound-insert", record }));

/** Key numbers of deliveries; how many sequences are left out before each. */
const arrivals = fc.array(fc.record({ key: fc.nat(40), channel: fc.constantFrom("a", "ab"), gap: fc.nat(1) }), {
  minLength: 1,
  maxLength: 12,
});
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("insert" as const), arrivals }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("refused" as const), arrivals }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("late" as const), arrivals }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("finish" as const), part: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("erase" as const), part: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("prune" as const), keep: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reopen" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash" as const) }) },
);

test("knows the same deliveries as a plain map, whatever is done to the store in whatever order", () => {
  const run = fc.property(
    fc.constantFrom(2, 16, 128),
    fc.array(step, { minLength: 20, maxLength: 60 }),
    (cycle, steps) => {
      const folder = temporaryFolder();
      let path = join(folder, "0.db");
      let store = open(path, cycle);
      const samples = new SampleRecords();
      const model = new Model();
      const skipped: number[] = [];
      let [sequence, now, copies] = [0, 0, 0];

      const arrived = (
        found: readonly { key: number; channel: string; gap: number }[],
        isLate = false,
      ): InboundRecord[] =>
        found.map(({ key, channel, gap }) => {
          const late = isLate ? skipped.shift() : undefined;
          if (late === undefined && gap > 0) skipped.push((sequence += 1));
          now += 1;
          // "a" + "b1" and "ab" + "1" are the same bytes: one hash, two keys.
          const deduplicationKey = channel === "a" && key % 2 === 0 ? `b${key}` : String(key);
          const fields = { channelId: channel, deduplicationKey, recordedAtMs: now, sequence: late ?? (sequence += 1) };
          return { ...samples.inbound(fields), rawId: `raw_${now}` };
        });
      const commit = (writes: readonly StoreWrite[]) =>
        withGroupIndexes(writes, store.engine.commit(encodeGroup(writes))).map(
          ({ index, existingId, acceptedAtMs }) => ({
            index,
            existingId,
            acceptedAtMs,
          }),
        );
      /** The files as a killed process leaves them; the library keeps those it has to itself while the thread lives. */
      const reopen = (how: "reopen" | "crash"): void => {
        if (how === "reopen") store.database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
        const next = join(folder, `${(copies += 1)}.db`);
        for (const end of ["", "-wal"]) copyFileSync(path + end, next + end);
        store.engine.close();
        path = next;
        store = open(path, cycle);
      };
      const record = (group: readonly InboundRecord[]): void => {
        const expected = model.insert(group);
        const writes = inserts(group);
        expect(commit(writes)).toEqual(expected);
        // What the successor of a worker that died over the group would say.
        const { isKept, conflicts } = store.engine.settle(encodeGroup(writes));
        expect(isKept).toBe(expected.length < group.length);
        if (isKept)
          expect(withGroupIndexes(writes, conflicts).map(({ existingId }) => existingId)).toEqual(
            expected.map(({ existingId }) => existingId),
          );
      };

      for (const one of steps) {
        if (one.kind === "insert") record(arrived(one.arrivals));
        else if (one.kind === "late") record(arrived(one.arrivals, true));
        else if (one.kind === "refused") {
          const [taken] = model.records.values();
          const group = arrived(one.arrivals);
          const last = {
            ...samples.inbound({ deduplicationKey: "never", sequence: (sequence += 1) }),
            rawId: taken?.rawId ?? "",
          };
          if (taken) expect(() => commit(inserts([...group, last]))).toThrow();
        } else if (one.kind === "finish") {
          const chosen = [...model.records.values()].filter((_, index) => index % 4 === one.part);
          commit(chosen.map((each) => ({ kind: "inbound-update", change: samples.done(each) })));
          for (const each of chosen) model.finish(each);
        } else if (one.kind === "erase") {
          const gone = model.delete(({ sequence: own }) => own % 4 === one.part);
          commit(gone.map((each) => ({ kind: "inbound-delete", sequence: each.sequence })));
        } else if (one.kind === "prune") {
          const recordedBeforeMs = now - one.keep;
          const gone = model.delete((each) => each.state === "done" && each.recordedAtMs < recordedBeforeMs);
          expect(store.engine.prune({ recordedBeforeMs, after: 0 })).toEqual({ pruned: gone.length, next: undefined });
        } else {
          reopen(one.kind);
          sequence = store.engine.opening().lastInboundSequence;
          skipped.length = 0;
        }
      }
      reopen("crash");
      for (const each of [...model.records.values()])
        record([{ ...each, rawId: `again_${each.rawId}`, sequence: (sequence += 1) + 1_000 }]);
      store.engine.close();
    },
  );
  fc.assert(run, { numRuns: 15 });
}, 60_000);

test("tells a delivery from one whose hash is the same", () => {
  const { engine, database } = open(join(temporaryFolder(), "store.db"), 16);
  onTestFinished(() => {
    engine.close();
  });
  const samples = new SampleRecords();
  const known = samples.inbound();
  engine.commit(encodeGroup(inserts([known])));
  const [mark] = database.prepare("SELECT value FROM marks WHERE name = 'key-secret'").all() as { value: number }[];
  const other = samples.inbound({ deduplicationKey: "other" });
  const hash = keyHashes.ofHex(
    Buffer.from(`${other.channelId}other`).toString("hex"),
    Buffer.from(String(mark?.value)),
  );
  database.prepare(KEY_STATEMENTS.settle).run(hash, 1, known.sequence, 1, "[0]");
  expect(engine.commit(encodeGroup(inserts([other])))).toEqual([]);
  const again = samples.inbound({ deduplicationKey: "other" });
  expect(engine.commit(encodeGroup(inserts([again])))).toMatchObject([{ existingId: other.rawId }]);
});

test("leaves no hash of what was taken out", () => {
  const { engine, database } = open(join(temporaryFolder(), "store.db"), 4);
  onTestFinished(() => {
    engine.close();
  });
  const samples = new SampleRecords();
  const records = Array.from({ length: 40 }, () => samples.inbound());
  for (const record of records) engine.commit(encodeGroup(inserts([record])));
  const count = () => (database.prepare("SELECT count(*) AS count FROM inbound_keys").get() as { count: number }).count;
  expect(count()).toBeGreaterThan(30);
  engine.commit(encodeGroup(records.slice(0, 20).map(({ sequence }) => ({ kind: "inbound-delete", sequence }))));
  engine.commit(
    encodeGroup(records.slice(20).map((record) => ({ kind: "inbound-update", change: samples.done(record) }))),
  );
  engine.prune({ recordedBeforeMs: Number.MAX_SAFE_INTEGER, after: 0 });
  expect(count()).toBe(0);
});

test("has again in mind what a group that could not be synced had put into the table", () => {
  const path = join(temporaryFolder(), "store.db");
  const { database } = openDatabase(driver, { path, driver: undefined, check: "quick" });
  let isBroken = false;
  const breaking: SqliteDatabase = {
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      if (sql !== "COMMIT") return statement;
      const run = () => {
        if (!isBroken) return statement.run();
        isBroken = false;
        throw new Error("no sync");
      };
      return { run, get: () => undefined, all: () => [] };
    },
  };
  const engine = new Engine(breaking, path, 64);
  onTestFinished(() => {
    engine.close();
  });
  const samples = new SampleRecords();
  const records = Array.from({ length: 7 }, () => samples.inbound());
  engine.commit(encodeGroup(inserts(records)));
  isBroken = true;
  // Two rounds: every key is handed out.
  const others = Array.from({ length: 128 }, () => samples.inbound());
  expect(() => engine.commit(encodeGroup(inserts(others)))).toThrow("no sync");
  const again = records.map(({ deduplicationKey }) => samples.inbound({ deduplicationKey }));
  expect(engine.commit(encodeGroup(inserts(again)))).toHaveLength(7);
});
