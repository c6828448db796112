import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CallEvent } from "../spec/inbound/call-event.js";
import { type CallFacts, durationOf, isRecipientDecision, joinCallEvent, joinCallFacts } from "./call-state-policy.js";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const fresh: CallFacts = { state: "begun", recordings: [] };
const at = (second: number): string => new Date(NOW - 600_000 + second * 1_000).toISOString();
const event = (name: CallEvent["event"], more: Partial<CallEvent> = {}): CallEvent => ({
  type: "call",
  callId: "CA1",
  event: name,
  direction: "outbound",
  ...more,
});
const fold = (events: readonly CallEvent[], start = fresh): CallFacts =>
  events.reduce((facts, one) => joinCallEvent(facts, one, NOW), start);

const anyEvent: fc.Arbitrary<CallEvent> = fc
  .record({
    name: fc.constantFrom<CallEvent["event"]>(
      "offered",
      "ringing",
      "answered",
      "machine-detected",
      "digits",
      "recording-ready",
      "verb-finished",
      "ended",
    ),
    second: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
    sequence: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
    cause: fc.constantFrom<CallEvent["cause"]>("completed", "busy", "failed", undefined),
    sipStatus: fc.constantFrom(undefined, 200, 486, 603, 503),
    durationMs: fc.option(fc.integer({ min: 0, max: 9_000 }), { nil: undefined }),
    mediaId: fc.constantFrom("RE1", "RE2"),
  })
  .map(({ name, second, sequence, mediaId, cause, sipStatus, durationMs }) =>
    event(name, {
      ...(second === undefined ? {} : { occurredAt: at(second) }),
      ...(sequence === undefined ? {} : { sequence }),
      ...(name === "recording-ready" ? { recording: { mediaId } } : {}),
      ...(name === "ended" ? withoutUndefined({ cause, sipStatus, durationMs }) : {}),
    }),
  );

function withoutUndefined(values: Record<string, unknown>): Partial<CallEvent> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

describe("the state of a call", () => {
  test("is the same for every order of its events, and for repeated ones", () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { minLength: 1, maxLength: 8 }).chain((events) =>
          fc.record({
            events: fc.constant(events),
            shuffled: fc.shuffledSubarray([...events, ...events], {
              minLength: events.length * 2,
              maxLength: events.length * 2,
            }),
          }),
        ),
        ({ events, shuffled }) => {
          expect(fold(shuffled)).toEqual(fold(events));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("all 120 orders of a call with a recording end it, with cause, duration and recording", () => {
    const life = [
      event("ringing", { occurredAt: at(1), sequence: 1 }),
      event("answered", { occurredAt: at(5), sequence: 2 }),
      event("machine-detected", { occurredAt: at(6) }),
      event("recording-ready", { occurredAt: at(70), recording: { mediaId: "RE1", durationMs: 3_000 } }),
      event("ended", { occurredAt: at(65), sequence: 3, cause: "completed", party: "recipient" }),
    ];
    const orders = permutations(life);
    expect(orders).toHaveLength(120);
    for (const order of orders) {
      const facts = fold(order);
      expect(facts).toMatchObject({
        state: "ended",
        machine: true,
        recordings: [{ mediaId: "RE1", durationMs: 3_000 }],
      });
      expect(durationOf(facts)).toBe(60_000);
    }
  });

  test("never goes backwards, whatever comes after the end", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 6 }), (events) => {
        expect(fold(events, fold([event("ended", { cause: "busy" })])).state).toBe("ended");
      }),
    );
  });

  test("joins what was heard under two names into one", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 4 }), fc.array(anyEvent, { maxLength: 4 }), (some, others) => {
        expect(joinCallFacts(fold(some), fold(others))).toEqual(fold([...some, ...others]));
      }),
    );
  });

  test("does not believe a clock that goes ahead", () => {
    expect(fold([event("answered", { occurredAt: new Date(NOW + 3_600_000).toISOString() })]).answeredAtMs).toBe(NOW);
  });
});

describe("the end of a call", () => {
  test.each([
    [486, "busy", "recipient", true],
    [600, "busy", "recipient", true],
    [603, "declined", "recipient", true],
    [607, "declined", "recipient", true],
    [480, "no-answer", "recipient", false],
    [487, "cancelled", "account", false],
    [404, "unreachable", "recipient", false],
    [403, "failed", "account", false],
    [503, "failed", "provider", false],
    [200, "completed", "recipient", false],
  ] as const)("SIP %i is %s, by the %s; decided by the person: %s", (sipStatus, cause, party, decided) => {
    const { end } = fold([event("ended", { sipStatus })]);
    expect(end).toMatchObject({ cause, party });
    expect(end !== undefined && isRecipientDecision(end)).toBe(decided);
  });
});

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
