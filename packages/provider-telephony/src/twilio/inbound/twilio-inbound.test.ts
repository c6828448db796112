import type { RawInbound } from "@plugboard/core/spec";
import { expect, test } from "vitest";
import { twilioCallWebhook, twilioMessageWebhook, twilioStatusWebhook } from "../../testing/twilio/twilio-webhooks.js";
import { twilioSettingsSchema } from "../twilio-settings.js";
import { twilioInbound } from "./twilio-inbound.js";

const accountSid = `AC${"0".repeat(31)}7`;
const OWN = "+14155550100";
const OTHER = "+14155550199";
const PERSON = "+4915112345901";
const SERVICE = `MG${"0".repeat(31)}1`;
const OTHER_SERVICE = `MG${"0".repeat(31)}2`;

function inbound(settings: object) {
  const webhookUrl = "https://host.example/webhooks/s1";
  return twilioInbound(twilioSettingsSchema.parse({ accountSid, webhookUrl, ...settings }));
}
const raw = ({ body, query }: { readonly body: string | Uint8Array; readonly query?: string }): RawInbound => ({
  ...{ rawId: "raw-1", source: "webhook", recordedAtMs: 0, contentType: "application/x-www-form-urlencoded" },
  body: Buffer.from(body),
  attributes: query === undefined ? {} : { "query:ref": new URLSearchParams(query).get("ref") ?? "" },
});
const message = (to: string, service?: string): RawInbound =>
  raw(
    twilioMessageWebhook({
      ...{ accountSid, messageSid: "SM1", from: PERSON, to },
      fields: { Body: "hi", ...(service === undefined ? {} : { MessagingServiceSid: service }) },
    }),
  );
const status = (from: string, reference?: string): RawInbound =>
  raw(
    twilioStatusWebhook({
      ...{ accountSid, messageSid: "SM1", status: "failed", errorCode: 21_610, to: PERSON, from },
      ...(reference === undefined ? {} : { reference }),
    }),
  );

test.each<[string, object, RawInbound, number]>([
  ["a message to the number", { from: OWN }, message(OWN), 1],
  ["one to another number of the account", { from: OWN }, message(OTHER), 0],
  ["one to a further number of the channel", { from: OWN, otherSenders: [OTHER] }, message(OTHER), 1],
  ["one to the number, which is in a messaging service too", { from: OWN }, message(OWN, SERVICE), 1],
  ["one to a number of the messaging service", { from: SERVICE }, message(OTHER, SERVICE), 1],
  ["one to a number of another service", { from: SERVICE }, message(OTHER, OTHER_SERVICE), 0],
  ["one that names no service", { from: SERVICE }, message(OTHER), 1],
  ["one to a number, of a channel that writes under a name", { from: "PLUGBOARD" }, message(OTHER), 1],
  ["a status of the number's message", { from: OWN }, status(OWN), 2],
  ["one of another number's", { from: OWN }, status(OTHER), 0],
  ["one of another name's", { from: "PLUGBOARD" }, status("OTHERS"), 0],
  ["one of a number of the service", { from: SERVICE }, status(OTHER), 2],
  ["one with our own reference", { from: OWN }, status("PLUGBOARD", "msg-1"), 2],
])("what is this channel's and what is another's: %s", async (_name, settings, delivery, count) => {
  expect(await inbound(settings).doParse(delivery)).toHaveLength(count);
});

const call = (to: string, changes: Partial<Parameters<typeof twilioCallWebhook>[0]> = {}): RawInbound =>
  raw(
    twilioCallWebhook({
      ...{ accountSid, callSid: "CA1", from: PERSON, to, direction: "inbound", status: "ringing" },
      ...changes,
    }),
  );

test.each<[string, object, RawInbound, number]>([
  ["a call to the number", { from: OWN }, call(OWN), 1],
  ["one to another number of the account", { from: OWN }, call(OTHER), 0],
  ["one to a further number of the channel", { from: OWN, otherSenders: [OTHER] }, call(OTHER), 1],
  ["one to a SIP address, which is no number", { from: OWN }, call("sip:desk@acme.sip.twilio.com"), 1],
  ["one that a softphone of the account makes, to whom it likes", { from: OWN }, call(OTHER, { from: "client:a" }), 1],
  ["one to a number, of a channel that writes under a name", { from: "PLUGBOARD" }, call(OTHER), 1],
  ["one with our own reference", { from: OWN }, call(OTHER, { reference: "call-1" }), 1],
  ["one of ours to a person", { from: OWN }, call(OTHER, { direction: "outbound-api", from: OWN }), 1],
])("which calls are this channel's and which are another's: %s", async (_name, settings, delivery, count) => {
  expect(await inbound(settings).doParse(delivery)).toHaveLength(count);
});
