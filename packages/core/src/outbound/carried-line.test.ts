import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { withoutLazies } from "../schemas/without-lazies.js";
import { addressSchema, recipientSchema } from "../spec/message/address.js";
import { messageContentSchema } from "../spec/message/message-content.js";
import { outboundMessageSchema } from "../spec/message/outbound-message.js";
import { carriedLine } from "./carried-line.js";

/** Every UTF-16 string, lone surrogates, line breaks and NUL included. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  minLength: 1,
});
const name = fc.option(fc.string({ maxLength: 20 }), { nil: undefined });
const address = fc.oneof(
  fc.record({ kind: fc.constant("phone"), value: fc.constant("+4930123456"), name }),
  fc.record({ kind: fc.constant("email"), value: fc.constant("o'neil@example.com"), name }),
  fc.record({ kind: fc.constant("handle"), value: fc.string({ minLength: 1, maxLength: 20 }), name }),
);
const input = fc.record({
  accountId: fc.constant("acme"),
  channelId: fc.constant("c1"),
  recipients: fc.array(
    fc.record({ address, role: fc.option(fc.constantFrom("to", "cc", "bcc"), { nil: undefined }) }),
    { minLength: 1, maxLength: 3 },
  ),
  sender: fc.option(address, { nil: undefined }),
  content: fc.record({
    type: fc.constant("text"),
    text: anyText,
    previewLinks: fc.option(fc.boolean(), { nil: undefined }),
  }),
  replyToProviderMessageId: fc.option(fc.string({ minLength: 1, maxLength: 40 }), { nil: undefined }),
});

test("a text message is written byte for byte as JSON.stringify writes it", () => {
  let written = 0;
  fc.assert(
    fc.property(input, (value) => {
      const parsed = outboundMessageSchema.safeParse(value);
      if (!parsed.success) return;
      const { recipients, sender, content, replyToProviderMessageId } = parsed.data;
      written += 1;
      expect(carriedLine(parsed.data)).toBe(JSON.stringify({ recipients, sender, content, replyToProviderMessageId }));
    }),
    { numRuns: 500 },
  );
  expect(written).toBeGreaterThan(100);
});

test("every single code unit is written as JSON.stringify writes it", () => {
  const base = {
    accountId: "acme",
    channelId: "c1",
    recipients: [{ address: { kind: "phone", value: "+4930123456" } }],
  };
  const message = outboundMessageSchema.parse({ ...base, content: { type: "text", text: "x" } });
  const { recipients } = message;
  for (let unit = 0; unit <= 0xffff; unit += 1) {
    const content = { type: "text" as const, text: `a${String.fromCharCode(unit)}b` };
    const line = carriedLine({ ...message, content });
    if (line !== JSON.stringify({ recipients, content })) expect.fail(`code unit ${unit.toString(16)}`);
  }
});

test("no field of a text message is unknown to it: what it did not write would be lost", () => {
  const ofHost = ["accountId", "channelId", "idempotencyKey", "notBeforeAt", "expiresAt", "legalBasis"];
  const carried = ["recipients", "sender", "content", "replyToProviderMessageId"];
  expect(fieldsOf(outboundMessageSchema).sort()).toEqual([...carried, ...ofHost, "acceptDropped", "metadata"].sort());
  expect(fieldsOf(recipientSchema)).toEqual(["address", "role"]);
  for (const option of optionsOf(addressSchema)) expect(fieldsOf(option)).toEqual(["kind", "value", "name"]);
  const text = optionsOf(messageContentSchema).find(
    (option) => z.safeParse(option, { type: "text", text: "x" }).success,
  );
  expect(text && fieldsOf(text)).toEqual(["type", "text", "previewLinks"]);
});

function fieldsOf(schema: z.core.$ZodType): string[] {
  const whole = withoutLazies(schema);
  return whole instanceof z.ZodObject ? Object.keys(whole.shape) : [];
}

function optionsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const whole = withoutLazies(schema);
  return whole instanceof z.ZodUnion ? whole.options : [];
}
