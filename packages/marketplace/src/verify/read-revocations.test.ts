import { expect, test } from "vitest";
import {
  DAY_MS,
  marketplaceKey,
  NOW_MS,
  publisherKey,
  revocationsWith,
  trust,
} from "../__fixtures__/sample-package.js";
import { trustSchema } from "../trust/trust.js";
import { readRevocations } from "./read-revocations.js";

const by = (marketplaceKeys: readonly unknown[]) => trustSchema.parse({ ...trust, marketplaceKeys });

test("a list that thousands of listings are held against is read once, by the same keys at the same time", () => {
  const [text, trusted] = [revocationsWith(), by([marketplaceKey.record])];
  const { list } = readRevocations(text, trusted, { nowMs: NOW_MS });
  expect(list?.sequence).toBe(7);
  expect(readRevocations(text, by([marketplaceKey.record]), { nowMs: NOW_MS }).list).toBe(list);
  expect(readRevocations(text, by([publisherKey.record]), { nowMs: NOW_MS }).refusal?.code).toBe("REVOCATIONS_INVALID");
  expect(readRevocations(text, trusted, { nowMs: NOW_MS + 2 * DAY_MS }).refusal?.code).toBe("REVOCATIONS_STALE");
  expect(readRevocations(text, trusted, { nowMs: NOW_MS, minimumSequence: 8 }).refusal?.code).toBe("REVOCATIONS_STALE");
  expect(readRevocations(revocationsWith({ sequence: 9 }), trusted, { nowMs: NOW_MS }).list?.sequence).toBe(9);
});
