import { describe, expect, test } from "vitest";
import { z } from "zod";
import { inboundEventSchema } from "../spec/inbound/inbound-event.js";
import { outboundMessageSchema } from "../spec/message/outbound-message.js";
import { sendOutcomeSchema } from "../spec/outcome/send-outcome.js";
import { HotSchema } from "./hot-schema.js";
import { withoutLazies } from "./without-lazies.js";

const USES = 600;
const base = { accountId: "acme", channelId: "c1", recipients: [{ address: { kind: "phone", value: "+4930123456" } }] };
const media = { source: "bytes", bytes: new Uint8Array([1, 2]), contentType: "image/png" };
const values: Readonly<Record<string, unknown>> = {
  text: { ...base, content: { type: "text", text: "hello" }, metadata: { order: "7" } },
  image: { ...base, content: { type: "image", media, caption: "a picture" } },
  email: {
    ...base,
    content: { type: "email", subject: "s", text: "t", listUnsubscribe: { url: "https://a.example/u" } },
  },
  template: {
    ...base,
    content: { type: "template", name: "n", language: "en", body: [{ type: "text", text: "x" }] },
    legalBasis: { basis: "contract", purpose: "order" },
  },
  "unknown field": { ...base, content: { type: "text", text: "x" }, extra: 1 },
  "unknown content": { ...base, content: { type: "smoke" } },
  "wrong address": {
    ...base,
    recipients: [{ address: { kind: "phone", value: "0" } }],
    content: { type: "text", text: "x" },
  },
  "e-mail without a text": { ...base, content: { type: "email", subject: "s" } },
  "no object": 7,
  "a prototype": JSON.parse('{"__proto__":{"accountId":"acme"}}'),
};

function hot(): HotSchema<unknown> {
  const schema = new HotSchema(outboundMessageSchema);
  for (let use = 0; use < USES; use += 1) schema.safeParse(values["text"]);
  return schema;
}

describe("a schema that has been asked for often answers as it did before", () => {
  test.each(Object.keys(values))("%s", (name) => {
    const [before, after] = [outboundMessageSchema.safeParse(values[name]), hot().safeParse(values[name])];
    expect(after.success).toBe(before.success);
    expect(after.data).toEqual(before.data);
    // The order of fields too: it is what is hashed.
    expect(JSON.stringify(after.data)).toBe(JSON.stringify(before.data));
    expect(after.error?.issues).toEqual(before.error?.issues);
  });

  test("with a value of its own, which the caller does not hold", () => {
    const given = { ...base, content: { type: "text", text: "hello" } };
    const result = hot().safeParse(given);
    expect(result.success).toBe(true);
    given.content.text = "changed";
    expect(result.data).toMatchObject({ content: { text: "hello" } });
  });
});

test.each([
  ["outbound message", outboundMessageSchema],
  ["outcome", sendOutcomeSchema],
  ["inbound event", inboundEventSchema],
])("zod can write code for all of an %s", (_name, schema) => {
  expect(() => z.compile(withoutLazies(schema), { strict: true })).not.toThrow();
});

test("a schema that contains itself keeps the lazy part that closes the circle", () => {
  interface Tree {
    readonly children: readonly Tree[];
  }
  const tree: z.ZodType<Tree> = z.lazy(() => z.strictObject({ children: z.array(tree) }));
  const whole = withoutLazies(tree);
  expect(z.safeParse(whole, { children: [{ children: [] }] }).success).toBe(true);
  expect(z.safeParse(whole, { children: [{ children: [7] }] }).success).toBe(false);
});
