import { fakeTransfer } from "@plugboard/provider-testkit";
import { expect, test } from "vitest";
import { twilioSettingsSchema } from "../twilio-settings.js";
import { smsFields } from "./sms-fields.js";

const OTHER = "+14155550199";
const SERVICE = `MG${"0".repeat(31)}1`;

type Sender = NonNullable<Parameters<typeof fakeTransfer>[0]["sender"]>;

test.each<[string, Sender, object, boolean]>([
  ["the channel's number", { kind: "phone", value: "+14155550100" }, {}, true],
  ["another number of the account", { kind: "phone", value: OTHER }, {}, false],
  ["another number, called a handle", { kind: "handle", value: OTHER }, {}, false],
  ["a further number of the channel", { kind: "phone", value: OTHER }, { otherSenders: [OTHER] }, true],
  ["a name, which is nobody's number", { kind: "handle", value: "PLUGBOARD1" }, {}, true],
  ["a name that is no address of a telephone", { kind: "session", value: "PLUGBOARD1" }, {}, false],
  ["another messaging service", { kind: "handle", value: SERVICE }, {}, false],
  ["a further messaging service of the channel", { kind: "handle", value: SERVICE }, { otherSenders: [SERVICE] }, true],
  ["a short code of the account", { kind: "handle", value: "12345" }, {}, false],
])("a message leaves from %s only where it is the channel's", (_name, sender, more, taken) => {
  const settings = twilioSettingsSchema.parse({
    ...{ accountSid: `AC${"0".repeat(32)}`, from: "+14155550100", webhookUrl: "https://host.example/webhooks/s1" },
    ...more,
  });
  const recipients = [{ address: { kind: "phone" as const, value: "+4915112345201" } }];
  const transfer = fakeTransfer({ recipients, sender, content: { type: "text", text: "Hello" } });
  expect(smsFields(transfer, settings)).toMatchObject(
    taken ? { fields: expect.any(Array) as unknown } : { refused: { code: "SENDER_UNSUPPORTED", party: "account" } },
  );
});

test.each([
  ["a text", { type: "text", text: "a \ud83d b" }],
  ["a caption", { type: "image", media: { source: "url", url: "https://a.example/b" }, caption: "\udc00" }],
] as const)("%s with half a character, which a form would change, is refused", (_name, content) => {
  const settings = twilioSettingsSchema.parse({
    ...{ accountSid: `AC${"0".repeat(32)}`, from: "+14155550100", webhookUrl: "https://host.example/webhooks/s1" },
  });
  const recipients = [{ address: { kind: "phone" as const, value: "+4915112345201" } }];
  expect(smsFields(fakeTransfer({ recipients, content }), settings)).toMatchObject({
    refused: { outcome: "refused", code: "CONTENT_NOT_UNICODE", party: "account" },
  });
});
