import type { RawInbound } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { httpDefinitionSchema } from "./http-definition.js";
import { deduplicationKey, readEvents } from "./read-events.js";

const webhooks = httpDefinitionSchema.shape.webhooks.unwrap().parse({
  signature: { scheme: "none" },
  secondFactor: { scheme: "basic-auth", secret: "login" },
  answers: { tryAgain: 503, neverAgain: 410, retriedForSeconds: 60 },
  documentation: "https://example.org/docs",
  deduplicateBy: ["{header.x-id}", "{id}"],
  kind: ["type", "detail.reason"],
  messageId: "message",
  reports: { delivered: ["done"], "hard-bounce": ["failed:unknown"], "soft-bounce": ["failed"], none: ["seen"] },
});
const raw = (body: unknown, attributes: Record<string, string> = {}): RawInbound => ({
  rawId: "r",
  source: "webhook",
  recordedAtMs: 0,
  contentType: "application/json",
  body: Buffer.from(JSON.stringify(body)),
  attributes,
});
const statuses = (body: unknown) =>
  readEvents(webhooks, raw(body)).map((event) =>
    event.type === "delivery-report" ? [event.status, event.permanence] : [event.type],
  );

describe("an event", () => {
  test("is read by the narrowest name of its kind", () => {
    expect(statuses({ type: "failed", message: "1", detail: { reason: "unknown" } })).toEqual([
      ["undelivered", "hard"],
    ]);
    expect(statuses({ type: "failed", message: "1", detail: { reason: "full" } })).toEqual([["undelivered", "soft"]]);
  });

  test("is read by what it has of the places that name its kind", () => {
    const further = {
      ...webhooks,
      kind: ["type", "absent", "by"],
      reports: { "opt-out": ["left:person"], none: ["left"] },
    };
    const read = (event: object) => readEvents({ ...further, recipient: ["who", "email"] }, raw(event));
    expect(read({ type: "left", by: "person", email: "ann@example.org" })).toEqual([
      { type: "conversation", event: "opt-out", subject: "ann@example.org" },
    ]);
    expect(read({ type: "left", by: "the account", email: "ann@example.org" })).toEqual([]);
  });

  test("of an opt-out that does not say whose it is throws, so that it is parked", () => {
    const further = { ...webhooks, reports: { "opt-out": ["left"] } };
    expect(() => readEvents({ ...further, recipient: "email" }, raw({ type: "left" }))).toThrow("ANSWER_INVALID");
  });

  test("of no interest is none, and a list of events is read in its order", () => {
    expect(statuses([{ type: "seen" }, { type: "failed", message: "1" }, { type: "done", message: "1" }])).toEqual([
      ["undelivered", "soft"],
      ["delivered", undefined],
    ]);
  });

  test.each([[{ type: "new-kind", message: "1" }], [{ message: "1" }], [{ type: "done" }], [1], [null], ["x"]])(
    "that cannot be read throws, so that it is parked: %j",
    (body) => expect(() => statuses(body)).toThrow("ANSWER_INVALID"),
  );
});

describe("an event is known again, in whatever delivery it comes,", () => {
  const keys = (by: string[], body: unknown, attributes?: Record<string, string>) =>
    readEvents({ ...webhooks, deduplicateBy: by }, raw(body, attributes)).map((event) =>
      "deduplicationKey" in event ? event.deduplicationKey : undefined,
    );
  const [first, second] = [
    { id: 7, type: "done", message: "1" },
    { id: 8, type: "done", message: "2" },
  ];

  test("by what the definition names of it", () => {
    expect(keys(["{id}"], [first, second])).toEqual(["7", "8"]);
    expect(keys(["{id}"], [second])).toEqual(["8"]);
    expect(keys(["{id}"], second)).toEqual(["8"]);
  });

  test("and a delivery of it alone is known by the same", () => {
    const by = { ...webhooks, deduplicateBy: ["{id}"] };
    expect(deduplicationKey(by, raw([first]))).toBe("7");
    expect(deduplicationKey({ ...by, list: "items" }, raw({ items: [first] }))).toBe("7");
    expect(deduplicationKey(by, raw([first, second]))).toMatch(/^[0-9a-f]{64}$/);
  });

  test("but not by headers, which every event of a delivery has", () => {
    expect(keys(["{header.x-id}"], [first, second], { "header:x-id": "a" })).toEqual([undefined, undefined]);
  });

  test("nor where it lacks what the definition names, or names too much", () => {
    expect(keys(["{id}"], [{ ...first, id: undefined }, second])).toEqual([undefined, "8"]);
    expect(keys(["{id}"], [{ ...first, id: "x".repeat(1_001) }, second])).toEqual([undefined, "8"]);
  });
});

describe("two deliveries are one", () => {
  test("by what the definition names", () => {
    expect(deduplicationKey(webhooks, raw({ id: 7, at: 1 }, { "header:x-id": "a" }))).toBe("a|7");
    expect(deduplicationKey(webhooks, raw({ id: 7, at: 2 }, { "header:x-id": "a" }))).toBe("a|7");
  });

  test("else by their bytes", () => {
    const key = deduplicationKey(webhooks, raw({ id: 7 }));
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(deduplicationKey(webhooks, raw({ id: 8 }))).not.toBe(key);
    expect(deduplicationKey(webhooks, raw([1, 2]))).toMatch(/^[0-9a-f]{64}$/);
  });
});
