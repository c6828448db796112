import fc from "fast-check";
import { expect, test } from "vitest";
import { frameSchema } from "./frame.js";
import { isFrame } from "./is-frame.js";

const kind = fc.constantFrom<unknown>("ask", "answer", "failure", "abort", "tell", "eval", "", null, 1, ["ask"]);
const id = fc.oneof(
  fc.integer({ min: -2, max: 9 }),
  fc.constantFrom<unknown>(0.5, -0, 2 ** 53, 2 ** 53 - 1, 1e300, Number.NaN, Number.POSITIVE_INFINITY, "1", null, [1]),
);
const method = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom<unknown>("a".repeat(64), "a".repeat(65), "\u{1f600}".repeat(32), "\u{1f600}".repeat(33), "", 1, null),
);
const failure = fc.oneof(
  fc.constantFrom<unknown>({}, null, [], { code: 1 }, { name: "a".repeat(65) }, { details: { a: [1] } }),
  fc.record(
    { code: fc.string(), name: fc.string(), details: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean())) },
    { requiredKeys: [] },
  ),
);
const candidate = fc.record({ kind, id, method, failure, data: fc.jsonValue() }, { requiredKeys: [] });
/** Frames as they come: most are good, and some are all but. */
const likely = fc.oneof(
  fc.record({ kind: fc.constant("ask"), id, method, data: fc.jsonValue() }, { requiredKeys: ["kind"] }),
  fc.record({ kind: fc.constantFrom("answer", "abort"), id, data: fc.jsonValue() }, { requiredKeys: ["kind"] }),
  fc.record({ kind: fc.constant("tell"), method, data: fc.jsonValue() }, { requiredKeys: ["kind"] }),
  fc.record({ kind: fc.constant("failure"), id, failure }, { requiredKeys: ["kind"] }),
);

test("takes what the schema takes, and nothing else", () => {
  const counts = { good: 0, bad: 0 };
  fc.assert(
    fc.property(fc.oneof(likely, candidate, fc.jsonValue()), (value) => {
      const isGood = frameSchema.safeParse(value).success;
      counts[isGood ? "good" : "bad"] += 1;
      expect(isFrame(value)).toBe(isGood);
    }),
    { numRuns: 5_000, seed: 7 },
  );
  expect(Math.min(counts.good, counts.bad)).toBeGreaterThan(500);
});
