import type { SampleMessage } from "@plugboard/provider-testkit/conformance";

const to = (value: string): SampleMessage["message"]["recipients"] => [{ address: { kind: "phone", value } }];

/** A message for every feature edna carries. */
export const EDNA_MESSAGES: readonly SampleMessage[] = [
  {
    name: "text",
    features: ["text"],
    message: {
      recipients: to("+35799100201"),
      content: { type: "text", text: 'Grüße an alle 👋\r\n  \\" <b>{{1}}</b> %0A & "Ende" ' },
    },
  },
  {
    name: "image-by-address",
    features: ["image"],
    message: {
      recipients: to("+35799100202"),
      content: { type: "image", media: { source: "url", url: "https://cdn.example.com/images/gallery-0001.jpg" } },
    },
  },
  {
    name: "audio-by-address",
    features: ["audio"],
    message: {
      recipients: to("+35799100203"),
      content: { type: "audio", media: { source: "url", url: "https://cdn.example.com/audio/speech-0001.aac" } },
    },
  },
  {
    name: "video-by-address",
    features: ["video"],
    message: {
      recipients: to("+35799100204"),
      content: { type: "video", media: { source: "url", url: "https://cdn.example.com/video/film-0001.mp4" } },
    },
  },
  {
    name: "document-by-address",
    features: ["document"],
    message: {
      recipients: to("+35799100205"),
      content: {
        type: "document",
        media: { source: "url", url: "https://cdn.example.com/files/0001.pdf" },
        filename: "Rechnung März 0001.pdf",
      },
    },
  },
  {
    name: "location",
    features: ["location"],
    message: {
      recipients: to("+35799100206"),
      content: { type: "location", latitude: 34.707_130_5, longitude: 33.022_617_4 },
    },
  },
  {
    name: "buttons",
    features: ["buttons"],
    message: {
      recipients: to("+35799100207"),
      content: {
        type: "buttons",
        header: { text: "Your delivery 0007" },
        text: "When shall we come by with it?",
        footer: "Answers until six o'clock",
        buttons: [
          { action: "reply", id: "slot-morning-0001", title: "In the morning" },
          { action: "url", title: "Another day", url: "https://example.com/deliveries/0007" },
          { action: "call", title: "Call us now", phone: "+35725000001" },
        ],
      },
    },
    rewritten: { "content.buttons": "each button's action is one of edna's words: QUICK_REPLY, URL, PHONE" },
  },
  {
    name: "template",
    features: ["template"],
    message: {
      recipients: to("+35799100208"),
      content: {
        type: "template",
        name: "81",
        language: "en",
        header: [{ type: "text", text: "morning to you" }],
        body: [
          { type: "text", text: "Alexandra Ö." },
          { type: "text", text: "10 October 2026" },
        ],
        buttons: [{ index: 0, kind: "url", parameters: [{ type: "text", text: "3FgSD-0008" }] }],
      },
    },
    rewritten: {
      recipients: "this method takes the number without the plus sign",
      "content.name": "the template's number is sent as a number",
      "content.language": "it belongs to the numbered template and is not sent",
      "content.buttons.0.index": "one list for all buttons, in their order",
      "content.buttons.0.kind": "the template says what kind a button is",
    },
  },
];
