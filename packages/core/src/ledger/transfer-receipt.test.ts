import { expect, test } from "vitest";
import type { LedgerEntry } from "../ports/ledger-entry.js";
import { transferReceipt } from "./transfer-receipt.js";

const entry = (changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ transferId: "t1", messageId: "m1", accountId: "acme", channelId: "c1", providerId: "fake", operation: "send" },
  ...{ attempt: 1, openedAtMs: 1, closedAtMs: 2, outcome: "received", code: undefined, bytesOut: 7, contentHash: "" },
  categories: '["recipient-address"]',
  countries: '{"processing":["DE","FR"]}',
  providerMessageId: "p1",
  providerReceivedAtMs: undefined,
  ...changes,
});

test("what the ledger seals as text is data in a receipt, and the rest is as it is", () => {
  const { categories: _categories, countries: _countries, ...rest } = entry();
  const receipt = transferReceipt(entry());
  expect(receipt).toEqual({ ...rest, categories: ["recipient-address"], countries: { processing: ["DE", "FR"] } });
});

test("receipts with the same text share it, so nobody can change it", () => {
  const [first, second] = [transferReceipt(entry()), transferReceipt(entry({ messageId: "m2" }))];
  expect(second.countries).toBe(first.countries);
  expect(() => (first.categories as string[]).push("content")).toThrow(TypeError);
  expect(() => (first.countries["processing"] as string[]).push("US")).toThrow(TypeError);
  expect(() => Object.assign(first.countries, { atRest: [] })).toThrow(TypeError);
});

test("each text has its own, however many there are", () => {
  for (let index = 0; index < 2_000; index += 1)
    expect(transferReceipt(entry({ categories: `["c${String(index)}"]` })).categories).toEqual([`c${String(index)}`]);
});
