import type { WebhookSample } from "@plugboard/provider-testkit/conformance";
import { twilioMessageWebhook, twilioStatusWebhook } from "./twilio-webhooks.js";

/** Every kind of event Twilio can deliver. */
export function twilioWebhookSamples(accountSid: string, own: string): readonly WebhookSample[] {
  const person = "+4915112345901";
  const sid = (number: number) => `SM${number.toString(16).padStart(32, "0")}`;
  const media = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/MM${"0".repeat(31)}1/Media/ME${"0".repeat(31)}1`;
  const inbound = (number: number, fields: Readonly<Record<string, string>>) =>
    twilioMessageWebhook({ accountSid, messageSid: sid(number), from: person, to: own, fields });
  const event = (number: number) => ({
    type: "message" as const,
    providerMessageId: sid(number),
    from: { kind: "phone" as const, value: person, name: "Alex" },
    to: [own],
  });
  const status = (number: number, word: string, errorCode?: number) =>
    twilioStatusWebhook({
      accountSid,
      messageSid: sid(number),
      status: word,
      to: `whatsapp:${person}`,
      from: `whatsapp:${own}`,
      ...(errorCode === undefined ? {} : { errorCode }),
    });
  const report = (number: number) => ({ type: "delivery-report" as const, providerMessageId: sid(number) });
  return [
    {
      name: "text",
      ...inbound(1, { Body: "Danke, bis morgen 👋" }),
      events: [{ ...event(1), text: "Danke, bis morgen 👋" }],
    },
    {
      name: "button",
      ...inbound(2, {
        Body: "In the morning",
        ButtonText: "In the morning",
        ButtonPayload: "slot-morning-0001",
        OriginalRepliedMessageSid: sid(900),
      }),
      events: [
        {
          ...event(2),
          text: "In the morning",
          choice: { id: "slot-morning-0001", title: "In the morning" },
          inReplyTo: sid(900),
        },
      ],
    },
    {
      name: "list-row",
      ...inbound(3, { Body: "Berlin Mitte", ListId: "shop-berlin-0001", ListTitle: "Berlin Mitte" }),
      events: [{ ...event(3), text: "Berlin Mitte", choice: { id: "shop-berlin-0001", title: "Berlin Mitte" } }],
    },
    {
      name: "image",
      ...inbound(4, { Body: "the door", NumMedia: "1", MediaContentType0: "image/jpeg", MediaUrl0: media }),
      events: [
        { ...event(4), text: "the door", media: [{ kind: "image", contentType: "image/jpeg", mediaId: media }] },
      ],
    },
    {
      name: "sticker",
      ...inbound(5, { NumMedia: "1", MediaContentType0: "image/webp", MediaUrl0: media }),
      events: [{ ...event(5), media: [{ kind: "sticker", contentType: "image/webp", mediaId: media }] }],
    },
    {
      name: "location",
      ...inbound(6, { Latitude: "52.520008", Longitude: "13.404954", Label: "Office", Address: "Panoramastraße 1A" }),
      events: [
        {
          ...event(6),
          location: { latitude: 52.520_008, longitude: 13.404_954, name: "Office", address: "Panoramastraße 1A" },
        },
      ],
    },
    {
      name: "from-an-advertisement",
      ...inbound(7, {
        Body: "Tell me more",
        ReferralSourceType: "ad",
        ReferralSourceId: "1200",
        ReferralNumMedia: "0",
      }),
      events: [{ ...event(7), text: "Tell me more", details: { ReferralSourceType: "ad", ReferralSourceId: "1200" } }],
    },
    { name: "queued-says-nothing-new", ...status(8, "queued"), events: [] },
    {
      name: "outside-the-window",
      ...status(9, "failed", 63_016),
      events: [
        {
          ...report(9),
          status: "undelivered",
          permanence: "soft",
          providerCode: "63016",
          party: "account",
          retryable: false,
        },
      ],
    },
    {
      name: "cannot-be-reached",
      ...status(10, "undelivered", 63_024),
      events: [
        {
          ...report(10),
          status: "undelivered",
          permanence: "soft",
          providerCode: "63024",
          party: "recipient",
          retryable: false,
        },
      ],
    },
    {
      name: "person-has-opted-out-with-twilio",
      ...status(11, "failed", 21_610),
      events: [
        {
          ...{ ...report(11), status: "undelivered", permanence: "soft", providerCode: "21610" },
          ...{ party: "recipient", retryable: false },
        },
        { type: "conversation", event: "opt-out", subject: person },
      ],
    },
  ];
}
