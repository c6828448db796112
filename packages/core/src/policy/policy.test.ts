import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ContentFeature, FeatureLevel } from "../spec/manifest/capability.js";
import { contentCapabilitySchema } from "../spec/manifest/capability.js";
import type { DeliveryReport } from "../spec/inbound/delivery-report.js";
import { messageStateSchema, type MessageState } from "../spec/message/message-state.js";
import { type OutboundMessage, outboundMessageSchema } from "../spec/message/outbound-message.js";
import { decideCapability } from "./capability-policy.js";
import { contentFeatures } from "./content-features.js";
import { nextDeliveryState } from "./delivery-state-policy.js";
import { gateNames } from "./gate-name.js";
import { type RefusalCode, refusalCatalog } from "./refusal-catalog.js";
import { refusal } from "./refusal.js";
import { decideTerms } from "./terms-policy.js";

const phone = { kind: "phone", value: "+4930123456" } as const;
const email = { kind: "email", value: "mia@example.com" } as const;
const message = (fields: object): OutboundMessage =>
  outboundMessageSchema.parse({ accountId: "a", channelId: "c", recipients: [{ address: phone }], ...fields });
const text = (value: string, fields: object = {}): OutboundMessage =>
  message({ content: { type: "text", text: value }, ...fields });

describe("refusals", () => {
  test.each(Object.keys(refusalCatalog) as RefusalCode[])("%s names its gate, rule, reason and remedy", (code) => {
    const one = refusal(code, { feature: "x" });
    expect(gateNames).toContain(one.gate);
    expect(one.rule).toMatch(/^R\d+$/);
    expect([one.reason.length > 10, one.remedy.length > 10, one.code, one.details]).toEqual([
      true,
      true,
      code,
      { feature: "x" },
    ]);
  });
});

describe("features of a message", () => {
  const file = { filename: "a", contentType: "a/b", bytes: new Uint8Array(1) };
  const mail = (fields: object, outer: object = {}): OutboundMessage =>
    message({ content: { type: "email", subject: "s", text: "t", ...fields }, ...outer });
  test.each<[string, OutboundMessage, ContentFeature[]]>([
    ["plain text", text("a"), ["text"]],
    ["a link preview", message({ content: { type: "text", text: "a", previewLinks: true } }), ["text", "link-preview"]],
    ["an answer", text("a", { replyToProviderMessageId: "p" }), ["text", "reply-context"]],
    ["a chosen sender", text("a", { sender: phone }), ["text", "sender-choice"]],
    ["a display name", text("a", { recipients: [{ address: { ...phone, name: "Mia" } }] }), ["text", "display-names"]],
    ["plain mail", mail({}), ["email"]],
    ["HTML mail", mail({ html: "<p>" }), ["email", "html"]],
    ["attachments", mail({ attachments: [file] }), ["email", "attachments"]],
    ["inline images", mail({ attachments: [{ ...file, contentId: "x" }] }), ["email", "inline-images"]],
    ["a thread", mail({ inReplyTo: "<a@b>" }), ["email", "reply-context"]],
    ["own headers", mail({ headers: { "X-A": "b" } }), ["email", "custom-headers"]],
    ["unsubscribing", mail({ listUnsubscribe: { url: "https://example.com" } }), ["email", "list-unsubscribe"]],
    [
      "copies",
      mail({}, { recipients: [{ address: email }, { address: email, role: "cc" }, { address: email, role: "bcc" }] }),
      ["email", "copies", "blind-copies"],
    ],
    ["a location", message({ content: { type: "location", latitude: 1, longitude: 2 } }), ["location"]],
  ])("%s", (_name, one, expected) => {
    expect(contentFeatures(one)).toEqual(expected);
  });
});

describe("capability", () => {
  const channel = (features: Partial<Record<ContentFeature, FeatureLevel>>, sizes: object = {}) =>
    contentCapabilitySchema.parse({ features, addressKinds: ["phone"], ...sizes });
  const decide = (one: OutboundMessage, content: ReturnType<typeof channel>, sizeBytes = 10) =>
    decideCapability(one, content, sizeBytes)?.code;

  test.each<[FeatureLevel, RefusalCode | undefined]>([
    ["full", undefined],
    ["partial", undefined],
    ["fallback", undefined],
    ["dropped", "CONTENT_DROPPED"],
    ["rejected", "CONTENT_UNSUPPORTED"],
  ])("a feature at level %s", (level, expected) => {
    expect(decide(text("a"), channel({ text: level }))).toBe(expected);
  });

  test("a feature that is not listed is rejected", () => {
    expect(decide(text("a"), channel({ image: "full" }))).toBe("CONTENT_UNSUPPORTED");
  });

  test("a dropped feature passes only when it was accepted by its own name", () => {
    const one = (acceptDropped: ContentFeature[]) => text("a", { replyToProviderMessageId: "p", acceptDropped });
    const content = channel({ text: "full", "reply-context": "dropped" });
    expect(decide(one(["reply-context"]), content)).toBeUndefined();
    expect(decide(one(["html"]), content)).toBe("CONTENT_DROPPED");
    expect(decide(one(["reply-context"]), channel({ text: "full" }))).toBe("CONTENT_UNSUPPORTED");
  });

  test("content is counted in bytes and text in code points, to the last one", () => {
    const content = channel({ text: "full" }, { maxTextLength: 3, maxContentBytes: 100 });
    expect(decide(text("👋👋👋"), content)).toBeUndefined();
    expect(decide(text("👋👋👋👋"), content)).toBe("CONTENT_TOO_LARGE");
    expect(decide(text("abc"), content, 100)).toBeUndefined();
    expect(decide(text("abc"), content, 101)).toBe("CONTENT_TOO_LARGE");
  });

  test("an SMS is counted in parts, by the alphabet it needs", () => {
    const content = channel({ text: "full" }, { maxSmsSegments: 5 });
    for (const carried of ["x".repeat(765), "ж".repeat(335)]) expect(decide(text(carried), content)).toBeUndefined();
    for (const tooLong of [`${"x".repeat(764)}€`, "ж".repeat(336), "👋".repeat(168)])
      expect(decide(text(tooLong), content)).toBe("CONTENT_TOO_LARGE");
  });

  test("recipients, kinds of address and attachments have their limits", () => {
    const two = text("a", { recipients: [{ address: phone }, { address: phone }] });
    expect(decide(two, channel({ text: "full" }))).toBe("TOO_MANY_RECIPIENTS");
    expect(decide(two, channel({ text: "full" }, { maxRecipients: 2 }))).toBeUndefined();
    expect(decide(text("a", { recipients: [{ address: email }] }), channel({ text: "full" }))).toBe(
      "ADDRESS_KIND_UNSUPPORTED",
    );
    const attachments = [{ filename: "a", contentType: "a/b", bytes: new Uint8Array() }];
    const mail = message({ content: { type: "email", subject: "", text: "", attachments } });
    const features = { email: "full", attachments: "full" } as const;
    expect(decide(mail, channel(features, { maxAttachments: 0 }))).toBe("CONTENT_TOO_LARGE");
  });

  test("a refusal names features and counts, never content or addresses", () => {
    const secret = "Zitronenfalter";
    const refused = decideCapability(
      text(secret, { recipients: [{ address: { ...email, name: secret } }] }),
      channel({}),
      1,
    );
    expect(JSON.stringify(refused)).not.toMatch(/Zitronenfalter|mia/);
  });
});

describe("delivery states", () => {
  const rank = { received: 0, sent: 1, delivered: 2, read: 3 } as const;
  const statuses = ["sent", "delivered", "read", "undelivered"] as const;
  const orders = permutations(statuses);

  test("there are 24 orders of four reports", () => expect(orders).toHaveLength(24));

  test.each(orders.map((order) => [order.join(", "), order] as const))(
    "%s: never backwards, and read at the end",
    (_name, order) => {
      let current: { state: MessageState; stateAtMs: number } = { state: "received", stateAtMs: 0 };
      let highest = 0;
      for (const [index, status] of order.entries()) {
        const state = nextDeliveryState(current, { status, occurredAtMs: index + 1 });
        if (state !== undefined) current = { state, stateAtMs: index + 1 };
        const now = current.state === "undelivered" ? 2 : rank[current.state as keyof typeof rank];
        expect(now).toBeGreaterThanOrEqual(highest);
        highest = now;
      }
      expect(current.state).toBe("read");
    },
  );

  test("delivered and undelivered correct each other by the provider's time", () => {
    const at = (state: MessageState) => ({ state, stateAtMs: 1_000 });
    const report = (status: DeliveryReport["status"], occurredAtMs: number) => ({ status, occurredAtMs });
    expect(nextDeliveryState(at("delivered"), report("undelivered", 2_000))).toBe("undelivered");
    expect(nextDeliveryState(at("delivered"), report("undelivered", 500))).toBeUndefined();
    expect(nextDeliveryState(at("undelivered"), report("delivered", 2_000))).toBe("delivered");
    expect(nextDeliveryState(at("delivered"), report("delivered", 2_000))).toBe("delivered");
    expect(nextDeliveryState(at("delivered"), report("delivered", 1_000))).toBeUndefined();
    expect(nextDeliveryState(at("sent"), report("sent", 2_000))).toBeUndefined();
  });

  test("the same reports end in the same state, in whatever order they come", () => {
    const ends = (
      order: readonly { readonly status: "delivered" | "undelivered"; readonly occurredAtMs: number }[],
    ) => {
      let current: { state: MessageState; stateAtMs: number } = { state: "received", stateAtMs: 0 };
      for (const report of order) {
        const state = nextDeliveryState(current, report);
        if (state !== undefined) current = { state, stateAtMs: report.occurredAtMs };
      }
      return current;
    };
    const one = fc.record({
      status: fc.constantFrom("delivered" as const, "undelivered" as const),
      occurredAtMs: fc.integer({ min: 1, max: 4 }),
    });
    const orders = fc
      .array(one, { minLength: 1, maxLength: 6 })
      .chain((reports) => fc.tuple(fc.constant(reports), fc.shuffledSubarray(reports, { minLength: reports.length })));
    fc.assert(
      fc.property(orders, ([reports, shuffled]) => {
        expect(ends(shuffled)).toEqual(ends(reports));
      }),
    );
  });

  test("at one and the same time undelivered counts, in whatever order they come: a failure is not hidden", () => {
    const orders = [
      ["delivered", "undelivered"],
      ["undelivered", "delivered"],
      ["sent", "delivered", "undelivered"],
      ["sent", "undelivered", "delivered"],
      ["delivered", "sent", "undelivered"],
      ["undelivered", "sent", "delivered"],
      ["delivered", "undelivered", "sent"],
      ["undelivered", "delivered", "sent"],
      ["delivered", "undelivered", "delivered", "undelivered", "delivered"],
    ] as const;
    const ends = (order: readonly DeliveryReport["status"][]): MessageState => {
      let state: MessageState = "received";
      for (const status of order)
        state = nextDeliveryState({ state, stateAtMs: 1_000 }, { status, occurredAtMs: 1_000 }) ?? state;
      return state;
    };
    for (const order of orders) {
      expect(ends(order)).toBe("undelivered");
      // Who has read it has got it, whatever was told beside that.
      for (let at = 0; at <= order.length; at += 1)
        expect(ends([...order.slice(0, at), "read", ...order.slice(at)])).toBe("read");
    }
  });

  test.each(["refused", "expired", "cancelled"] as const)("a message that ended as %s stays so", (state) => {
    for (const status of statuses)
      expect(nextDeliveryState({ state, stateAtMs: 0 }, { status, occurredAtMs: 9 })).toBeUndefined();
  });

  test("a delay or a complaint changes no state, and a report settles what was unknown", () => {
    for (const state of messageStateSchema.options)
      for (const status of ["delayed", "complained"] as const)
        expect(nextDeliveryState({ state, stateAtMs: 0 }, { status, occurredAtMs: 9 })).toBeUndefined();
    expect(nextDeliveryState({ state: "unknown", stateAtMs: 99 }, { status: "sent", occurredAtMs: 1 })).toBe("sent");
  });
});

describe("terms", () => {
  const document = (kind: "terms" | "privacy" | "data-processing-agreement" | "acceptable-use", version: string) => ({
    kind,
    version,
    url: "https://example.com",
  });

  test("each binding document needs its present version; privacy statements are shown, not accepted", () => {
    const documents = [document("terms", "2"), document("acceptable-use", "1"), document("privacy", "9")];
    const accepted = [
      { kind: "terms", version: "1" },
      { kind: "acceptable-use", version: "1" },
    ] as const;
    expect(decideTerms(documents, accepted)).toMatchObject({
      code: "TERMS_OUTDATED",
      details: { documents: ["terms 2"] },
    });
    expect(decideTerms(documents, [...accepted, { kind: "terms", version: "2" }])).toBeUndefined();
    expect(decideTerms([document("data-processing-agreement", "1")], [])).toMatchObject({ rule: "R5" });
    expect(decideTerms([document("privacy", "1")], [])).toBeUndefined();
  });

  test("the version of one kind does not stand for another kind", () => {
    expect(decideTerms([document("terms", "1")], [{ kind: "privacy", version: "1" }])?.code).toBe("TERMS_OUTDATED");
  });
});

function permutations<Value>(values: readonly Value[]): Value[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((value) => permutations(values.filter((one) => one !== value)).map((rest) => [value, ...rest]));
}
