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
    name: "text-under-a-name",
    features: ["text", "sender-choice"],
    message: {
      recipients: to("+4915112345203"),
      sender: { kind: "handle", value: "PLUGBOARD1" },
      content: { type: "text", text: "From a name instead of a number" },
    },
  },
  {
    name: "image-by-address",
    features: ["image"],
    message: {
      recipients: to("+14155550103"),
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
      recipients: to("+14155550104"),
      content: { type: "audio", media: { source: "url", url: "https://cdn.example.com/audio/speech-0001.ogg" } },
    },
  },
  {
    name: "video-by-address",
    features: ["video"],
    message: {
      recipients: to("+14155550105"),
      content: { type: "video", media: { source: "url", url: "https://cdn.example.com/video/film-0001.mp4" } },
    },
  },
  {
    name: "document-by-address",
    features: ["document"],
    message: {
      recipients: to("+14155550106"),
      content: { type: "document", media: { source: "url", url: "https://cdn.example.com/files/bill-0001.pdf" } },
    },
  },
];
