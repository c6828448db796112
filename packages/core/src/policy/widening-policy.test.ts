import { describe, expect, test } from "vitest";
import { type Disclosure, disclosureSchema } from "./disclosure.js";
import { widened } from "./widening-policy.js";

const url = "https://a.example/x";
const before: Disclosure = {
  providerId: "a",
  seller: "A Ltd",
  sellerCountry: "IE",
  documents: [
    { kind: "terms", version: "1", url },
    { kind: "sub-processors", version: "1", url, sha256: "a".repeat(64) },
  ],
  countries: ["DE", "FR"],
  personalData: ["message-content", "recipient-address"],
  flows: { "message-content": ["DE"], "recipient-address": ["DE", "FR"] },
  endpoints: ["https://api.a.example"],
  webhookProof: "strong",
};
const list = (version: string, sha256 = "a".repeat(64)) => ({ kind: "sub-processors", version, url, sha256 }) as const;

test.each<[string, Partial<Disclosure>, readonly string[]]>([
  ["the same", {}, []],
  ["a new country", { countries: ["DE", "FR", "US"] }, ["data goes to a new country: US"]],
  [
    "a country that is new for one category",
    { flows: { "message-content": ["DE", "FR"], "recipient-address": ["DE", "FR"] } },
    ["message-content goes to a new country: FR"],
  ],
  [
    "a new category",
    { personalData: ["location", "message-content", "recipient-address"] },
    ["a new category of personal data is carried: location"],
  ],
  [
    "a new endpoint",
    { endpoints: ["https://api.a.example", "https://b.example"] },
    ["data leaves to a new endpoint: https://b.example"],
  ],
  [
    "a new list of sub-processors",
    { documents: [list("2")] },
    ["the list of sub-processors is version 2 instead of 1"],
  ],
  [
    "another text of the list under the same version",
    { documents: [list("1", "b".repeat(64))] },
    ["the list of sub-processors has another text under the same version 1"],
  ],
  ["another seller", { seller: "B Inc" }, ["the seller is B Inc (IE) instead of A Ltd (IE)"]],
  ["a seller elsewhere", { sellerCountry: "US" }, ["the seller is A Ltd (US) instead of A Ltd (IE)"]],
  ["a seller whose country is no longer said", { sellerCountry: undefined }, []],
  ["a weaker proof", { webhookProof: "weak" }, ["webhooks are proved weakly: their proof does not cover the body"]],
  [
    "less of everything",
    { countries: ["DE"], personalData: ["message-content"], flows: { "message-content": ["DE"] }, endpoints: [] },
    [],
  ],
])("%s", (_what, change, words) => {
  expect(widened(before, { ...before, ...change }).map((one) => one.words)).toEqual(words);
});

test("a list of sub-processors where there was none is a widening", () => {
  const first = { ...before, documents: [] };
  expect(widened(first, before)).toMatchObject([{ kind: "sub-processors" }]);
});

test("a seller that says a country where none was shown is a widening: nobody agreed to it", () => {
  const { sellerCountry: _country, ...unsaid } = before;
  expect(widened(unsaid, before).map((one) => one.words)).toEqual(["the seller is A Ltd (IE) instead of A Ltd"]);
});

test("what was shown before flows and endpoints were kept is held against nobody", () => {
  const { flows: _flows, endpoints: _endpoints, ...old } = before;
  expect(widened(old, { ...before, endpoints: ["https://c.example"] })).toEqual([]);
  expect(widened(old, { ...before, countries: ["DE", "FR", "US"] })).toHaveLength(1);
});

test("a second list of sub-processors is a widening", () => {
  const second = { ...before, documents: [list("1"), list("annex 2")] };
  expect(widened(before, second)).toMatchObject([{ words: expect.stringContaining("annex 2") as string }]);
  expect(widened(second, before)).toEqual([]);
});

describe("sub-processors that are named one by one (R17)", () => {
  const host = { name: "Acme Hosting GmbH", country: "DE", purpose: "servers" };
  const mail = { name: "Beta Mail SAS", country: "FR", purpose: "delivery" };
  const named = (list: readonly (typeof host)[], documents = before.documents): Disclosure =>
    disclosureSchema.parse({ ...before, documents, subProcessors: list });
  const words = (one: Disclosure, other: Disclosure): string[] => widened(one, other).map((found) => found.words);

  test.each<[string, readonly (typeof host)[], readonly string[]]>([
    ["the same", [host, mail], []],
    ["another order", [mail, host], []],
    ["one fewer", [mail], []],
    ["nobody any more", [], []],
    ["one in other words", [host, { ...mail, purpose: "delivery of mail" }], []],
    [
      "one more",
      [host, mail, { name: "Cloud Inc", country: "US", purpose: "backups" }],
      ["data is passed on to a new sub-processor: Cloud Inc (US), backups"],
    ],
    [
      "one in the place of another",
      [host, { ...mail, name: "Gamma Mail Ltd" }],
      ["data is passed on to a new sub-processor: Gamma Mail Ltd (FR), delivery"],
    ],
    [
      "one that moved",
      [{ ...host, country: "US" }, mail],
      ["the sub-processor Acme Hosting GmbH is in a new country: US"],
    ],
    [
      "one in a further country",
      [host, { ...host, country: "IN" }, mail],
      ["the sub-processor Acme Hosting GmbH is in a new country: IN"],
    ],
  ])("%s", (_what, list, expected) => {
    expect(words(named([host, mail]), named(list))).toEqual(expected);
  });

  test("count more than the version and text of the document that lists them", () => {
    expect(words(named([host, mail]), named([host], [list("2", "c".repeat(64))]))).toEqual([]);
  });

  test("named where none were before are for somebody to accept, and the document's new version with them once", () => {
    expect(words(before, named([host, mail]))).toEqual([
      "sub-processors are named one by one for the first time: Acme Hosting GmbH (DE), Beta Mail SAS (FR)",
    ]);
    expect(words(before, named([]))).toEqual([]);
    expect(words(before, named([], [list("2")]))).toEqual([]);
  });

  test("no longer named may be anybody", () => {
    expect(words(named([host, mail]), before)).toEqual([
      "sub-processors are no longer named one by one: Acme Hosting GmbH (DE), Beta Mail SAS (FR) were",
    ]);
    expect(words(named([]), before)).toEqual([
      "sub-processors are no longer named one by one: nobody was said to be one",
    ]);
  });
});
