import type { SampleMessage, WebhookSample } from "@plugboard/provider-testkit/conformance";
import { twilioMessageWebhook, twilioStatusWebhook } from "./twilio-webhooks.js";

const to = (value: string): SampleMessage["message"]["recipients"] => [{ address: { kind: "phone", value } }];

/** A message for every feature Twilio carries. */
export const twilioMessages = (from: string): readonly SampleMessage[] => [
  {
    name: "text",
    features: ["text"],
    message: {
      recipients: to("+4915112345201"),
      content: { type: "text", text: 'Grüße an alle 👋\r\n  \\" <b>{{1}}</b> %0A & + "Ende" ' },
    },
  },
  {
    name: "text-of-a-named-sender",
    features: ["text", "sender-choice"],
    message: {
      recipients: to("+4915112345202"),
      sender: { kind: "phone", value: from },
      content: { type: "text", text: "From the number that was chosen" },
    },
  },
  {
    name: "image-by-address",
    features: ["image"],
    message: {
      recipients: to("+4915112345203"),
      content: {
        type: "image",
        media: { source: "url", url: "https://cdn.example.com/images/gallery-0001.jpg" },
        caption: "Die Tür, 3. Stock",
      },
    },
  },
  {
    name: "audio-by-address",
    features: ["audio"],
    message: {
      recipients: to("+4915112345204"),
      content: { type: "audio", media: { source: "url", url: "https://cdn.example.com/audio/speech-0001.ogg" } },
    },
  },
  {
    name: "video-by-address",
    features: ["video"],
    message: {
      recipients: to("+4915112345205"),
      content: {
        type: "video",
        media: { source: "url", url: "https://cdn.example.com/video/film-0001.mp4" },
        caption: "How to open the door",
      },
    },
  },
  {
    name: "document-by-address",
    features: ["document"],
    message: {
      recipients: to("+4915112345206"),
      content: { type: "document", media: { source: "url", url: "https://cdn.example.com/files/bill-0001.pdf" } },
    },
  },
  {
    name: "sticker-by-address",
    features: ["sticker"],
    message: {
      recipients: to("+4915112345207"),
      content: { type: "sticker", media: { source: "url", url: "https://cdn.example.com/stickers/ok-0001.webp" } },
    },
  },
  {
    name: "location",
    features: ["location"],
    message: {
      recipients: to("+4915112345208"),
      content: {
        type: "location",
        latitude: 52.520_008_1,
        longitude: 13.404_954_2,
        name: "The office in Berlin",
        address: "Panoramastraße 1A, Berlin",
      },
    },
    rewritten: {
      "content.latitude": "the pin is one text: geo:latitude,longitude|address",
      "content.longitude": "the pin is one text: geo:latitude,longitude|address",
      "content.address": "the pin is one text: geo:latitude,longitude|address",
    },
  },
  {
    name: "buttons",
    features: ["buttons"],
    message: {
      recipients: to("+4915112345209"),
      content: {
        type: "buttons",
        text: "When shall we come by with it?",
        buttons: [
          { action: "reply", id: "slot-morning-0001", title: "In the morning" },
          { action: "reply", id: "slot-evening-0001", title: "In the evening" },
        ],
      },
    },
    rewritten: { "content.buttons": "each button's action is Twilio's word for it, in the stored content" },
  },
  {
    name: "list",
    features: ["list"],
    message: {
      recipients: to("+4915112345210"),
      content: {
        type: "list",
        text: "Which of our shops suits you?",
        button: "Choose a shop",
        sections: [
          {
            rows: [
              { id: "shop-berlin-0001", title: "Berlin Mitte", description: "Open until eight" },
              { id: "shop-hamburg-0001", title: "Hamburg Altona" },
            ],
          },
        ],
      },
    },
  },
  {
    name: "template",
    features: ["template"],
    message: {
      recipients: to("+4915112345211"),
      content: {
        type: "template",
        name: "HX00000000000000000000000000000081",
        language: "en",
        body: [
          { type: "text", text: "Alexandra Ö." },
          { type: "text", text: "10 October 2026" },
        ],
        buttons: [{ index: 0, kind: "url", parameters: [{ type: "text", text: "cards/0008" }] }],
      },
    },
    rewritten: {
      "content.language": "it belongs to the content and is not sent",
      "content.buttons.0.index": "placeholders are numbered over all parts",
      "content.buttons.0.kind": "the content says what kind a button is",
    },
  },
];

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
      name: "not-on-whatsapp",
      ...status(10, "undelivered", 63_024),
      events: [
        {
          ...report(10),
          status: "undelivered",
          permanence: "hard",
          providerCode: "63024",
          party: "recipient",
          retryable: false,
        },
      ],
    },
  ];
}
