import type { RawInbound } from "@plugboard/core/spec";
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
});
