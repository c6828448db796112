import { expect, test } from "vitest";
import { FreshMessages } from "./fresh-messages.js";

function filled(count: number, channelId = "channel-1"): FreshMessages {
  const fresh = new FreshMessages(0);
  for (let sequence = 1; sequence <= count; sequence += 1) fresh.add(sequence, channelId);
  return fresh;
}

test("forgets what a transaction that failed has added, and has again what it took", () => {
  const fresh = filled(3);
  fresh.keep();
  fresh.add(4, "channel-2");
  fresh.take(2);
  fresh.takeBack();
  expect(fresh.ofChannel("channel-1", 0, 10)).toEqual([1, 2, 3]);
  expect(fresh.channelIds()).toEqual(["channel-1"]);
});

test("keeps a bounded number in mind and hands out the oldest of the others", () => {
  const fresh = filled(16_400);
  const overdue = fresh.takeOverdue();
  expect(overdue.length).toBeGreaterThanOrEqual(16);
  expect(overdue[0]).toEqual([1, "channel-1"]);
  expect(overdue.map(([sequence]) => sequence)).toEqual(overdue.map((_, index) => index + 1));
  expect(fresh.takeOverdue()).toEqual([]);
});

test("does not let one message that stays keep the mark back", () => {
  const fresh = filled(1);
  for (let sequence = 2; sequence <= 20_001; sequence += 1) {
    fresh.add(sequence, "channel-2");
    fresh.take(sequence);
    fresh.keep();
  }
  expect(fresh.takeOverdue()).toEqual([[1, "channel-1"]]);
  expect(fresh.moveMark()).toBe(20_002);
});

test("keeps the mark where it is while a start need not look far back", () => {
  const fresh = filled(100);
  expect(fresh.takeOverdue()).toEqual([]);
  expect(fresh.moveMark()).toBeUndefined();
});

test("hands out what is added below the mark, since no start would find it", () => {
  const fresh = new FreshMessages(1_000);
  fresh.add(999, "channel-1");
  fresh.add(1_000, "channel-1");
  expect(fresh.takeOverdue()).toEqual([[999, "channel-1"]]);
});

test("is not certain of a message whose channel could not be read", () => {
  const fresh = new FreshMessages(0);
  fresh.add(1, "");
  expect(fresh.take(1)).toBe(false);
});
