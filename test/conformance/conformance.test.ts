import { join } from "node:path";
import type { ConformanceResult } from "@plugboard/provider-testkit/conformance";
import { expect, test } from "vitest";
import { findFixtures } from "./find-fixtures.js";
import { readOptions } from "./read-options.js";
import { jsonLine, tableLines } from "./result-line.js";

const result: ConformanceResult = {
  provider: "http",
  version: "0.1.0",
  package: "@plugboard/provider-testkit",
  level: "bronze",
  levelReasons: ["probe.works failed"],
  checks: [
    { check: "probe.works", rule: "probe", title: "", result: "failed", found: "state down", durationMs: 1 },
    { check: "close.twice", rule: "close", title: "", result: "skipped", reason: "it never opens", durationMs: 0 },
  ],
  failed: 1,
  skipped: 1,
  departures: [{ fault: "404", reason: "its documents say so" }],
  startedAt: "2026-11-22T00:00:00.000Z",
  durationMs: 1_234,
};

test("finds the providers of every package that has fixtures, each with a name of its own", async () => {
  const names = (await findFixtures(join(import.meta.dirname, "../.."))).map(({ provider }) => provider.manifest.id);
  expect(names).toEqual(expect.arrayContaining(["http", "smtp"]));
  expect(new Set(names).size).toBe(names.length);
});

test("every provider the rules name is here (R6)", async () => {
  const names = (await findFixtures(join(import.meta.dirname, "../.."))).map(({ provider }) => provider.manifest.id);
  const telephony = ["voximplant", "twilio", "asterisk", "webrtc"].map((id) => `telephony-${id}`);
  const whatsapp = ["edna", "meta", "dialog360", "twilio"].map((id) => `whatsapp-${id}`);
  const others = ["livechat", "webform", "smtp", "resend", "postmark", "brevo"];
  expect(names).toEqual(expect.arrayContaining([...telephony, ...whatsapp, ...others]));
});

test("a line of JSON has the keys it always had", () => {
  expect(jsonLine(result)).toBe(
    '{"provider":"http","package":"@plugboard/provider-testkit","level":"bronze","checks":2,"failed":1,"skipped":1}',
  );
});

test("the table names what failed, and every skip and departure with its reason", () => {
  const lines = tableLines(result);
  for (const told of [
    "probe.works: state down",
    "close.twice: it never opens",
    "outcomes.404: its documents say so",
    "1.2 s",
  ])
    expect(lines).toContain(told);
});

test("reads its options and refuses others", () => {
  expect(readOptions(["--json", "--provider", "smtp", "--evidence", "/tmp/x"])).toEqual({
    json: true,
    help: false,
    provider: "smtp",
    evidence: "/tmp/x",
  });
  expect(() => readOptions(["--fast"])).toThrow();
});
