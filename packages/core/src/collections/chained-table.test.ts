import { expect, test } from "vitest";
import { ChainedTable } from "./chained-table.js";

test.each([["text", (id: number) => `msg_${id}`] as const, ["numbers", (id: number) => id] as const])(
  "with %s as keys it holds what a map would hold, through thousands of keys coming and going",
  (_name, keyOf) => {
    const table = new ChainedTable<string | number, object>();
    const expected = new Map<string | number, object>();
    let seed = 1;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let step = 0; step < 20_000; step += 1) {
      // Few keys, so that each comes and goes; now and then a long phase of adding, so that the table grows.
      const key = keyOf(random(step % 4_000 < 2_000 ? 3_000 : 40));
      if (expected.has(key) && random(3) > 0) {
        expect(table.take(key)).toBe(expected.get(key));
        expected.delete(key);
      } else {
        const value = {};
        table.set(key, value);
        expected.set(key, value);
      }
      expect(table.get(key)).toBe(expected.get(key));
      expect(table.size).toBe(expected.size);
    }
    expect(expected.size).toBeGreaterThan(500);
    expect(new Set(table.values())).toEqual(new Set(expected.values()));
    for (let id = 0; id < 3_000; id += 1) expect(table.take(keyOf(id))).toBe(expected.get(keyOf(id)));
    expect(table.values()).toEqual([]);
  },
);

test("is empty at first and when it was cleared", () => {
  const table = new ChainedTable<string, number>();
  expect([table.get("a"), table.take("a"), table.size]).toEqual([undefined, undefined, 0]);
  table.set("a", 1);
  table.clear();
  expect([table.has("a"), table.size]).toEqual([false, 0]);
  table.set("a", 2);
  expect(table.get("a")).toBe(2);
});
