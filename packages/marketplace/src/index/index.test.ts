import { beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, marketplaceKey, NOW_MS, publisherKey, signedSample, trust } from "../__fixtures__/sample-package.js";
import { signPayload } from "../signing/sign-payload.js";
import { verifyPackage } from "../verify/verify-package.js";
import { indexEntryOf } from "./index-entry-of.js";
import { isListedAs } from "./is-listed-as.js";
import type { IndexEntry, MarketIndex } from "./market-index.js";
import { readIndex } from "./read-index.js";
import { searchIndex } from "./search-index.js";

let entry: IndexEntry;
let listing: string;
beforeAll(async () => {
  const { tarball, options } = await signedSample();
  const verified = await verifyPackage(tarball, options);
  if (!verified.verified) throw new Error("the sample verifies");
  listing = options.listing;
  entry = indexEntryOf(verified, listing, NOW_MS);
});

const indexWith = (changes: Partial<MarketIndex> = {}): MarketIndex => ({
  formatVersion: 1,
  marketplace: "Market",
  sequence: 3,
  issuedAt: new Date(NOW_MS).toISOString(),
  expiresAt: new Date(NOW_MS + DAY_MS).toISOString(),
  entries: [entry],
  ...changes,
});
const signed = (index: MarketIndex, key = marketplaceKey): string => signPayload("index", index, key.privateKeyPem);

describe("an index", () => {
  test("of a trusted marketplace is read, and knows its listings byte for byte", () => {
    expect(readIndex(signed(indexWith()), { trust, nowMs: NOW_MS })).toEqual({ index: indexWith() });
    expect(isListedAs(entry, listing)).toBe(true);
    expect(isListedAs(entry, `${listing} `)).toBe(false);
  });

  test.each<[string, () => string, number, string]>([
    ["signed by a publisher", () => signed(indexWith(), publisherKey), 0, "INDEX_INVALID"],
    ["of another shape", () => signPayload("index", { entries: [] }, marketplaceKey.privateKeyPem), 0, "INDEX_INVALID"],
    ["that expired", () => signed(indexWith({ expiresAt: new Date(NOW_MS - 1).toISOString() })), 0, "INDEX_STALE"],
    ["older than one seen before", () => signed(indexWith()), 4, "INDEX_STALE"],
  ])("%s is refused", (_name, text, minimumSequence, code) => {
    expect(readIndex(text(), { trust, nowMs: NOW_MS, minimumSequence })).toMatchObject({ refusal: { code } });
  });
});

describe("a search", () => {
  const hits = (query: Parameters<typeof searchIndex>[1]): number => searchIndex(indexWith(), query).length;

  test("finds what fits all of it", () => {
    expect(
      hits({ text: "post GMBH", channelKind: "sms", country: "DE", onlyCountries: ["DE", "FR"], tier: "none" }),
    ).toBe(1);
  });

  test.each([
    [{ text: "post nobody" }],
    [{ channelKind: "email" }],
    [{ country: "US" }],
    [{ onlyCountries: ["FR"] }],
    [{ tier: "bronze" as const }],
    [{ capability: "calls" }],
  ])("leaves out what does not: %j", (query) => {
    expect(hits(query)).toBe(0);
  });
});

test("10,000 entries are verified and searched within a second of processor time", () => {
  const entries = Array.from({ length: 10_000 }, (_, number) => ({
    ...entry,
    name: `@post/provider-${number}`,
    listing: `listings/@post/provider-${number}/1.2.0.json`,
  }));
  const text = signed(indexWith({ entries }));
  const before = process.cpuUsage();
  const read = readIndex(text, { trust, nowMs: NOW_MS });
  const found = "index" in read ? searchIndex(read.index, { text: "provider-9999", channelKind: "sms" }) : [];
  // Time of the processor: what else the machine does must not decide.
  const { user, system } = process.cpuUsage(before);
  expect(found.length).toBe(1);
  expect((user + system) / 1_000).toBeLessThan(1_000);
}, 60_000);
