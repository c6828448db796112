import { describe, expect, test } from "vitest";
import { timedSchema } from "./timed-schema.js";

const TEXT = { type: "object", properties: { key: { type: "string", pattern: "^[0-9a-f]+$" } }, required: ["key"] };
const ENDLESS = { type: "object", properties: { key: { type: "string", pattern: "^(a+)+$" } } };
const endlessKey = { key: `${"a".repeat(40)}!` };

function tookMs(run: () => unknown): number {
  const beganAtMs = performance.now();
  run();
  return performance.now() - beganAtMs;
}
const messagesOf = (value: ReturnType<ReturnType<typeof timedSchema>["safeParse"]>) =>
  value.error?.issues.map(({ path, message }) => ({ path, message }));

describe("the schema of a connector that is not trusted", () => {
  test("checks values as the same schema does elsewhere, each field by its name", () => {
    const schema = timedSchema(TEXT);
    expect(schema.parse({ key: "0a" })).toEqual({ key: "0a" });
    expect(schema.parse({ key: "0a" })).toEqual({ key: "0a" });
    expect(messagesOf(schema.safeParse({ key: "x" }))).toEqual([
      { path: ["key"], message: "Invalid string: must match pattern /^[0-9a-f]+$/" },
    ]);
    expect(messagesOf(schema.safeParse({}))).toMatchObject([{ path: ["key"] }]);
  });

  test("does not hold up the host by a pattern that is matched without end", () => {
    const schema = timedSchema(ENDLESS);
    expect(tookMs(() => schema.safeParse(endlessKey))).toBeLessThan(2_000);
    expect(messagesOf(schema.safeParse(endlessKey))).toEqual([
      { path: [], message: "the connector's schema takes too long to check; its author has to simplify its patterns" },
    ]);
  });

  test("does not hold up the host by alternatives that double with each step", () => {
    const steps = Array.from({ length: 40 }, (_, step) => {
      const $ref = `#/$defs/step${step + 1}`;
      return [`step${step}`, step === 39 ? { type: "number" } : { anyOf: [{ $ref }, { $ref }] }];
    });
    const $defs: unknown = Object.fromEntries(steps);
    const schema = timedSchema({ type: "object", properties: { key: { $ref: "#/$defs/step0" } }, $defs });
    expect(tookMs(() => schema.safeParse({ key: "x" }))).toBeLessThan(2_000);
    expect(schema.safeParse({ key: "x" }).success).toBe(false);
  });

  test("has little of the host's time for each minute, and all of it again in the next", () => {
    let nowMs = 0;
    const schema = timedSchema(ENDLESS, () => nowMs);
    for (let check = 0; check < 6; check += 1) schema.safeParse(endlessKey);
    // Used up: nothing is matched any more, be it ever so short.
    expect(schema.safeParse({ key: "a" }).success).toBe(false);
    nowMs += 60_000;
    expect(schema.safeParse({ key: "a" }).success).toBe(true);
  });

  test("that calls itself without end is an issue, not an error", () => {
    const schema = timedSchema({ $ref: "#/$defs/self", $defs: { self: { anyOf: [{ $ref: "#/$defs/self" }] } } });
    expect(messagesOf(schema.safeParse({}))).toEqual([
      { path: [], message: "the connector's schema cannot be applied" },
    ]);
  });
});
