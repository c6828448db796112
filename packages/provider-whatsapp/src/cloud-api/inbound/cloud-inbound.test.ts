import { inboundEventSchema, type RawInbound } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import {
  type CloudSender,
  cloudMessageBody,
  cloudStatusBody,
  cloudWebhookBody,
} from "../../testing/cloud-api/cloud-webhook-bodies.js";
import { cloudInbound } from "./cloud-inbound.js";

const sender: CloudSender = { businessAccountId: "1", phoneNumberId: "2", displayPhoneNumber: "15550783881" };
const inbound = cloudInbound({ phoneNumberId: "2", businessAccountId: "1" });
const raw = (body: string): RawInbound => ({
  rawId: "r",
  source: "webhook",
  recordedAtMs: 0,
  contentType: "application/json",
  body: new TextEncoder().encode(body),
  attributes: {},
});
const message = { id: "wamid.1", from: "491511234", atMs: 1_000, type: "text", content: { body: "x" } };
const status = { id: "wamid.2", status: "delivered", recipientId: "491511234", atMs: 1_000 } as const;
const keyOf = (body: string) => inbound.doDeduplicationKey?.(raw(body));

describe("two deliveries", () => {
  test("are one when they say the same, however they are written", () => {
    const body = cloudMessageBody(sender, message);
    expect(keyOf(JSON.stringify(JSON.parse(body), null, 2))).toBe(keyOf(body));
  });

  test.each([
    ["another message", cloudMessageBody(sender, { ...message, id: "wamid.9" })],
    ["a status of the same id", cloudStatusBody(sender, { ...status, id: "wamid.1" })],
    ["another notice", cloudWebhookBody(sender, { event: "A" }, "account_update")],
  ])("are two when one is %s", (_name, body) => {
    expect(keyOf(body)).not.toBe(keyOf(cloudMessageBody(sender, message)));
  });

  test("are two for two states of a message, and for two notices", () => {
    const read = cloudStatusBody(sender, { ...status, status: "read" });
    expect(keyOf(read)).not.toBe(keyOf(cloudStatusBody(sender, status)));
    const notice = (event: string) => cloudWebhookBody(sender, { event }, "account_update");
    expect(keyOf(notice("A"))).not.toBe(keyOf(notice("B")));
  });

  test("are two for two people of a group who read the same message, and each is told", async () => {
    const group = { id: "wamid.G", status: "read", timestamp: "1", recipient_id: "group-1", recipient_type: "group" };
    const statuses = [
      { ...group, recipient_participant_id: "491511234001" },
      { ...group, recipient_participant_id: "491511234002" },
      { ...group, recipient_participant_user_id: "DE.person-3" },
    ];
    const keys = statuses.map((one) => keyOf(cloudWebhookBody(sender, { statuses: [one] })));
    expect(new Set(keys).size).toBe(3);
    const batch = await inbound.doParse(raw(cloudWebhookBody(sender, { statuses })));
    expect(batch.map((one) => "deduplicationKey" in one && one.deduplicationKey)).toEqual(keys);
    expect(batch.map((one) => one.type === "delivery-report" && one.recipient)).toEqual([
      ...["+491511234001", "+491511234002", "DE.person-3"],
    ]);
  });

  test("are one when the API put the same things together in another order", () => {
    const batch = (...ids: string[]) =>
      cloudWebhookBody(sender, {
        messages: ids.map((id) => ({ id, timestamp: "1", type: "text", text: { body: "x" } })),
      });
    expect(keyOf(batch("b", "a"))).toBe(keyOf(batch("a", "b")));
    expect(keyOf(batch("b", "a"))).not.toBe(keyOf(batch("a", "c")));
  });

  test("of one message or status have the key of that event, which it has in a batch too", async () => {
    const event = { id: "a", timestamp: "1", type: "text", text: { body: "x" } };
    const seen = { id: "b", status: "read", timestamp: "1" };
    const batch = await inbound.doParse(raw(cloudWebhookBody(sender, { messages: [event], statuses: [seen] })));
    const alone = [{ messages: [event] }, { statuses: [seen] }].map((value) => keyOf(cloudWebhookBody(sender, value)));
    expect(batch.map((one) => "deduplicationKey" in one && one.deduplicationKey)).toEqual(alone);
  });

  test.each(["", "[]", "1", "{", '{"object":"page","entry":[]}'])(
    "have a key even when they cannot be read: %j",
    (body) => {
      expect(keyOf(body)).toMatch(/^[0-9a-f]{64}$/);
    },
  );
});

describe("a delivery of", () => {
  test.each([
    ["another number", { ...sender, phoneNumberId: "3" }],
    ["another account", { ...sender, businessAccountId: "3" }],
  ])("%s is not this channel's, though it is signed with the same secret", async (_name, other) => {
    expect(await inbound.doParse(raw(cloudMessageBody(other, message)))).toEqual([]);
    expect(await inbound.doParse(raw(cloudStatusBody(other, status)))).toEqual([]);
  });

  test("another kind of object is not read, so that the host parks it", () => {
    expect(() => inbound.doParse(raw('{"object":"page","entry":[]}'))).toThrow(/ANSWER_INVALID/);
  });

  test("a status says our own id back", async () => {
    const [report] = await inbound.doParse(raw(cloudStatusBody(sender, { ...status, callbackData: "msg_1" })));
    expect(report).toMatchObject({ providerMessageId: "wamid.2", reference: "msg_1", pricingCategory: "service" });
  });

  test("a type that is new is still a message, with all it says", async () => {
    const body = cloudMessageBody(sender, { ...message, type: "hologram", content: { layers: 3 } });
    expect(await inbound.doParse(raw(body))).toMatchObject([
      { type: "message", providerMessageId: "wamid.1", details: { messageType: "hologram", hologram: { layers: 3 } } },
    ]);
  });

  test("a person without number and id is kept as it came", async () => {
    const body = cloudMessageBody(sender, { ...message, from: "somebody" });
    expect(await inbound.doParse(raw(body))).toMatchObject([{ from: { kind: "unparsed", value: "somebody" } }]);
  });

  test("a name with a line break reaches no header", async () => {
    const body = cloudMessageBody(sender, { ...message, name: "A\r\nB" });
    const [event] = await inbound.doParse(raw(body));
    expect(event).toMatchObject({ from: { kind: "phone", value: "+491511234" }, details: { profileName: "A\r\nB" } });
    expect(event).not.toHaveProperty("from.name");
  });

  test("what is beside the message's own content is kept with it", async () => {
    const body = cloudWebhookBody(sender, {
      messages: [
        { id: "wamid.1", from: "491511234", timestamp: "1", type: "text", text: { body: "x" }, group_id: "G1" },
      ],
    });
    expect(await inbound.doParse(raw(body))).toMatchObject([{ text: "x", details: { group_id: "G1" } }]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["another shape of its content", { location: { latitude: "52.5", longitude: 13.4 } }],
    ["no content of its type", { location: undefined }],
    ["another time", { timestamp: "yesterday" }],
    ["errors of another kind", { errors: [{ code: "NEW" }] }],
  ])("several, one with %s, has all the others, and that one as it came", async (_name, odd) => {
    const good = (id: string) => ({ id, from: "491511234", timestamp: "1", type: "text", text: { body: id } });
    const poison = { ...good("wamid.2"), type: "location", text: undefined, ...odd };
    const body = cloudWebhookBody(sender, { messages: [good("wamid.1"), poison, good("wamid.3")] });
    const [first, second, third] = await inbound.doParse(raw(body));
    expect([first, third]).toMatchObject([{ text: "wamid.1" }, { text: "wamid.3" }]);
    expect(second).toMatchObject({ type: "message", providerMessageId: "wamid.2", from: { value: "+491511234" } });
    for (const [name, value] of Object.entries(odd))
      if (value !== undefined) expect(second).toMatchObject({ details: { [name]: value } });
  });

  test.each<[string, "messages" | "statuses", unknown]>([
    ["a message without an id", "messages", { type: "text", text: { body: "x" } }],
    ["no message at all", "messages", "x"],
    ["a status of another shape", "statuses", { id: 4, status: "read" }],
    ["a status that is new", "statuses", { id: "wamid.2", status: "deleted", timestamp: "1" }],
  ])("several, one of them %s, shows that as something else", async (_name, list, odd) => {
    const known = { id: "wamid.2", status: "read", timestamp: "1" };
    const body = cloudWebhookBody(sender, { [list]: [odd], ...(list === "messages" ? { statuses: [known] } : {}) });
    const other = { type: "conversation", event: "other", details: { field: "messages", [list]: [odd] } };
    expect(await inbound.doParse(raw(body))).toMatchObject(
      list === "messages" ? [other, { type: "delivery-report", status: "read" }] : [other],
    );
  });

  test.each(["flows", "calls", "a_field_of_next_year"])("the field %s is shown as something else", async (field) => {
    expect(await inbound.doParse(raw(cloudWebhookBody(sender, { event: "A" }, field)))).toEqual([
      { type: "conversation", event: "other", details: { field, event: "A" } },
    ]);
  });

  test.each(["smb_message_echoes", "message_echoes"])("the account's own words, %s, are not", async (field) => {
    expect(
      await inbound.doParse(raw(cloudWebhookBody(sender, { message_echoes: [{ id: "wamid.1" }] }, field))),
    ).toEqual([]);
  });

  test("people who opted out are all heard, though one of them is said in another way", async () => {
    const stop = { wa_id: "491511234", value: "stop" };
    const body = cloudWebhookBody(sender, { user_preferences: [{ value: "pause" }, stop] }, "user_preferences");
    expect(await inbound.doParse(raw(body))).toMatchObject([
      { event: "other", details: { field: "user_preferences", user_preferences: [{ value: "pause" }] } },
      { event: "opt-out", subject: "+491511234" },
    ]);
  });

  const long = (length: number) => "9".repeat(length);
  const written = { id: "wamid.1", from: "491511234", timestamp: "1", type: "text", text: { body: "x" } };
  const told = { id: "wamid.2", status: "delivered", timestamp: "1", recipient_id: "491511234" };
  const file = { id: "5", mime_type: "text/plain" };

  test.each<[string, string, Record<string, unknown>]>([
    ["a number", "messages", { ...written, from: long(5_000) }],
    ["the id of what it answers", "messages", { ...written, context: { id: long(999) } }],
    ["a file's name", "messages", { ...written, type: "document", document: { ...file, filename: long(1_025) } }],
    ["the number of whom the system writes of", "messages", { ...written, type: "system", from: long(321) }],
    ["the id of who reads in a group", "statuses", { ...told, recipient_participant_user_id: long(321) }],
    ["a person's id", "statuses", { ...told, recipient_id: null, recipient_user_id: long(321) }],
  ])("%s that is longer than any keeps back nothing beside it, and is kept as it came", async (_name, list, event) => {
    const next = { ...event, id: "wamid.3" };
    const whole = list === "messages" ? { ...next, ...written, id: "wamid.3" } : { ...told, id: "wamid.3" };
    const body = cloudWebhookBody(sender, { [list]: [event, whole] });
    const [strange, ...others] = await inbound.doParse(raw(body));
    expect(others).toHaveLength(1);
    for (const one of [strange, ...others]) expect(inboundEventSchema.safeParse(one).success).toBe(true);
    expect(JSON.stringify(strange)).toContain(long(321));
  });

  test.each<[string, Record<string, unknown>]>([
    ["what another system sent along", { biz_opaque_callback_data: long(512) }],
    ["a price category of another kind", { pricing: { category: long(65) } }],
    ["a price without a shape", { pricing: "free" }],
    ["errors of another kind", { errors: [{ code: "131026" }] }],
  ])("a state counts whatever is said beside it: %s", async (_name, beside) => {
    const body = cloudWebhookBody(sender, { statuses: [{ ...told, ...beside }] });
    const [event] = await inbound.doParse(raw(body));
    expect(inboundEventSchema.safeParse(event).success).toBe(true);
    expect(event).toMatchObject({ type: "delivery-report", providerMessageId: "wamid.2", status: "delivered" });
    expect(event).not.toHaveProperty("reference");
  });
});
