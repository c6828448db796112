import { expect, test } from "vitest";
import { findFailedRecipients } from "./find-failed-recipients.js";

test("an address that opens a line is found, in brackets or behind a list's mark", () => {
  const found = findFailedRecipients(["* <ann@example.org>: user unknown", "> bob@example.org"], new Set());
  expect(found.map(({ recipient }) => recipient)).toEqual(["ann@example.org", "bob@example.org"]);
});

test("lines made to be tried in every way cost no more than others", () => {
  const line = `${"*".repeat(20)}${"@".repeat(330)})`;
  const before = process.cpuUsage();
  expect(findFailedRecipients(Array<string>(500).fill(line), new Set())).toEqual([]);
  // Tried in every way they take 20 seconds.
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(3_000);
});
