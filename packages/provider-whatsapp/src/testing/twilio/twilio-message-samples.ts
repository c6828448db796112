import type { SampleMessage } from "@plugboard/provider-testkit/conformance";

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
