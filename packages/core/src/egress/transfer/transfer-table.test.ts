import { expect, test } from "vitest";
import { OpenTransfer } from "./open-transfer.js";
import { TransferTable } from "./transfer-table.js";

const made = (id: string) => new OpenTransfer(id, "send", { now: () => 0 });

test("holds what a map would hold, through thousands of ids coming and going", () => {
  const table = new TransferTable();
  const expected = new Map<string, OpenTransfer>();
  let seed = 1;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let step = 0; step < 20_000; step += 1) {
    // Few ids, so that each comes and goes; now and then a long phase of adding, so that the table grows.
    const id = `trf_${random(step % 4_000 < 2_000 ? 3_000 : 40)}`;
    if (expected.has(id) && random(3) > 0) {
      expect(table.take(id)).toBe(expected.get(id));
      expected.delete(id);
    } else if (!expected.has(id)) {
      const transfer = made(id);
      table.add(transfer);
      expected.set(id, transfer);
    }
    expect(table.get(id)).toBe(expected.get(id));
  }
  expect(expected.size).toBeGreaterThan(500);
  for (const [id, transfer] of expected) expect(table.get(id)).toBe(transfer);
  for (let id = 0; id < 3_000; id += 1) expect(table.take(`trf_${id}`)).toBe(expected.get(`trf_${id}`));
  expect(table.take("trf_1")).toBeUndefined();
});

test("is empty at first and when it was cleared", () => {
  const table = new TransferTable();
  expect([table.get("a"), table.take("a")]).toEqual([undefined, undefined]);
  table.add(made("a"));
  table.clear();
  expect(table.get("a")).toBeUndefined();
  table.add(made("a"));
  expect(table.get("a")?.transferId).toBe("a");
});
