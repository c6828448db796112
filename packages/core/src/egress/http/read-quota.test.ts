import { describe, expect, test } from "vitest";
import { readQuota } from "./read-quota.js";

const NOW_MS = Date.parse("2026-11-22T12:00:00Z");
const fields = { format: "fields", remaining: "x-left", reset: "x-reset" } as const;
const draft = { format: "ietf-draft", header: "ratelimit" } as const;

describe("what is left of a provider's limit", () => {
  test.each([
    ["seconds from now", { ...fields, resetIn: "seconds" }, { "x-left": "7", "x-reset": "30" }],
    ["a part of a second", { ...fields, resetIn: "seconds" }, { "x-left": "7", "x-reset": "29.9995" }],
    ["an instant in seconds", { ...fields, resetIn: "epoch-seconds" }, { "x-left": "7", "x-reset": "1795348830" }],
    [
      "one in milliseconds",
      { ...fields, resetIn: "epoch-milliseconds" },
      { "x-left": "7", "x-reset": "1795348830000" },
    ],
    ["the least of several windows", { ...fields, resetIn: "seconds" }, { "x-left": "900, 7", "x-reset": "1, 30" }],
    ["of repeated headers too", { ...fields, resetIn: "seconds" }, { "x-left": ["900", "7"], "x-reset": ["1", "30"] }],
    ["a structured header", draft, { ratelimit: '"burst";r=7;t=30, "day";r=900;t=4000' }],
    ["an older draft's", draft, { ratelimit: "limit=10, remaining=7, reset=30" }],
  ] as const)("is read from %s", (_what, told, headers) => {
    expect(readQuota(headers as Record<string, string | string[]>, told, NOW_MS)).toEqual({
      remaining: 7,
      resetInMs: 30_000,
    });
  });

  test.each([
    ["no headers", { ...fields, resetIn: "seconds" }, {}],
    ["half of them", { ...fields, resetIn: "seconds" }, { "x-left": "7" }],
    ["words", { ...fields, resetIn: "seconds" }, { "x-left": "many", "x-reset": "soon" }],
    ["a negative number", { ...fields, resetIn: "seconds" }, { "x-left": "-1", "x-reset": "30" }],
    ["an instant that is over", { ...fields, resetIn: "epoch-seconds" }, { "x-left": "0", "x-reset": "1795348799" }],
    ["seconds where an instant is told", { ...fields, resetIn: "epoch-seconds" }, { "x-left": "0", "x-reset": "30" }],
    ["a reset in years", { ...fields, resetIn: "seconds" }, { "x-left": "0", "x-reset": "99999999" }],
    ["a megabyte", { ...fields, resetIn: "seconds" }, { "x-left": "0,".repeat(500_000), "x-reset": "30" }],
    ["a broken structure", draft, { ratelimit: '"burst";r=;t=30, r;t;=' }],
  ] as const)("is not guessed from %s", (_what, told, headers) => {
    expect(readQuota(headers as Record<string, string>, told, NOW_MS)).toBeUndefined();
  });
});
