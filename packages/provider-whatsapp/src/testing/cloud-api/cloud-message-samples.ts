import type { SampleMessage } from "@plugboard/provider-testkit/conformance";

const to = (value: string): SampleMessage["message"]["recipients"] => [{ address: { kind: "phone", value } }];
const PICTURE = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254, 13, 10, 26, 10]);
const SOUND = Uint8Array.from([0x4f, 0x67, 0x67, 0x53, 0, 2, 0, 255, 13, 10, 45, 45]);

/** A message for every feature of the Cloud API. */
export const CLOUD_MESSAGES: readonly SampleMessage[] = [
  {
    name: "text",
    features: ["text"],
    message: {
      recipients: to("+4915112340001"),
      content: { type: "text", text: 'Grüße an alle 👋\r\n \\" <b>{{1}}</b> %0A &amp; *fett* _kursiv_ ' },
    },
  },
  {
    name: "text-answer-with-preview",
    features: ["text", "link-preview", "reply-context"],
    message: {
      recipients: to("+4915112340002"),
      content: { type: "text", text: "See https://example.com/orders/4711?a=1&b=2", previewLinks: true },
      replyToProviderMessageId: "wamid.HBgLNDkxNTExMjM0MDAwMhUCABIYFDNBMTA=",
    },
  },
  {
    name: "text-to-user-id",
    features: ["text"],
    message: {
      recipients: [{ address: { kind: "handle", value: "DE.13491208655302741918" } }],
      content: { type: "text", text: "To somebody who hides their number." },
    },
  },
  {
    name: "image-of-bytes",
    features: ["image"],
    message: {
      recipients: to("+4915112340003"),
      content: {
        type: "image",
        media: { source: "bytes", bytes: PICTURE, contentType: "image/png" },
        caption: "Ihr Paket steht vor der Tür 📦",
      },
    },
  },
  {
    name: "audio-voice-note",
    features: ["audio"],
    message: {
      recipients: to("+4915112340004"),
      content: {
        type: "audio",
        media: { source: "bytes", bytes: SOUND, contentType: "audio/ogg; codecs=opus" },
        voiceNote: true,
      },
    },
  },
  {
    name: "video-by-address",
    features: ["video"],
    message: {
      recipients: to("+4915112340005"),
      content: {
        type: "video",
        media: { source: "url", url: "https://cdn.example.com/film-0001.mp4" },
        caption: "A film for you",
      },
    },
  },
  {
    name: "document-of-bytes",
    features: ["document"],
    message: {
      recipients: to("+4915112340006"),
      content: {
        type: "document",
        media: { source: "bytes", bytes: SOUND, contentType: "application/pdf" },
        filename: "Rechnung 0001.pdf",
        caption: "Ihre Rechnung",
      },
    },
  },
  {
    name: "sticker",
    features: ["sticker"],
    message: {
      recipients: to("+4915112340007"),
      content: { type: "sticker", media: { source: "bytes", bytes: PICTURE, contentType: "image/webp" } },
    },
  },
  {
    name: "location",
    features: ["location"],
    message: {
      recipients: to("+4915112340008"),
      content: {
        type: "location",
        latitude: 52.520_008,
        longitude: 13.404_954,
        name: "Our shop in Mitte",
        address: "Alexanderplatz 1, 10178 Berlin",
      },
    },
  },
  {
    name: "contacts",
    features: ["contacts"],
    message: {
      recipients: to("+4915112340009"),
      content: {
        type: "contacts",
        contacts: [
          {
            formattedName: "Dr. Johanna Śmigły",
            firstName: "Johanna",
            lastName: "Śmigły",
            prefix: "Dr. med.",
            birthday: "1980-08-18",
            organization: "Praxis am Park",
            department: "Orthopädie",
            jobTitle: "Ärztin",
            phones: [{ number: "+49 30 1234567", type: "WORK", handle: "49301234567" }],
            emails: [{ address: "praxis@example.com", type: "WORK" }],
            addresses: [
              { street: "Parkallee 7", city: "Potsdam", postalCode: "14467", country: "Germany", countryCode: "de" },
            ],
            urls: [{ url: "https://praxis.example.com/", type: "WORK" }],
          },
        ],
      },
    },
  },
  {
    name: "reaction",
    features: ["reaction"],
    message: {
      recipients: to("+4915112340010"),
      content: { type: "reaction", toProviderMessageId: "wamid.HBgLNDkxNTExMjM0MDAxMBUCABIYFDNBMTE=", emoji: "👍🏽" },
    },
  },
  {
    name: "buttons-with-picture",
    features: ["buttons"],
    message: {
      recipients: to("+4915112340011"),
      content: {
        type: "buttons",
        header: { media: { source: "bytes", bytes: PICTURE, contentType: "image/jpeg" } },
        text: "Wann sollen wir liefern?",
        footer: "Antwort bis 18 Uhr",
        buttons: [
          { action: "reply", id: "slot-morning-0001", title: "Vormittags" },
          { action: "reply", id: "slot-evening-0001", title: "Nachmittags" },
        ],
      },
    },
  },
  {
    name: "button-with-address",
    features: ["buttons"],
    message: {
      recipients: to("+4915112340012"),
      content: {
        type: "buttons",
        header: { text: "Ihre Bestellung" },
        text: "Hier sehen Sie den Stand.",
        buttons: [{ action: "url", title: "Stand ansehen", url: "https://example.com/orders/4711" }],
      },
    },
  },
  {
    name: "list",
    features: ["list"],
    message: {
      recipients: to("+4915112340013"),
      content: {
        type: "list",
        header: { text: "Terminwahl" },
        text: "Bitte wählen Sie.",
        footer: "Zeiten in Berlin",
        button: "Zeiten zeigen",
        sections: [
          { title: "Montag früh", rows: [{ id: "mo-0800", title: "8:00 Uhr", description: "bei Frau Śmigły" }] },
          { title: "Dienstag früh", rows: [{ id: "tu-0900", title: "9:00 Uhr" }] },
        ],
      },
    },
  },
  {
    name: "template",
    features: ["template"],
    message: {
      recipients: to("+4915112340014"),
      content: {
        type: "template",
        name: "order_ready_0001",
        language: "de",
        header: [
          { type: "media", kind: "image", media: { source: "bytes", bytes: PICTURE, contentType: "image/jpeg" } },
        ],
        body: [
          { type: "text", text: "Frau Śmigły-Özdemir" },
          { type: "currency", fallback: "100,99 €", code: "EUR", amount1000: 100_990 },
          {
            type: "date-time",
            fallback: "25. Februar 2027",
            parts: { calendar: "GREGORIAN", year: 2027, month: 2, dayOfMonth: 25, dayOfWeek: 4, hour: 15, minute: 33 },
          },
        ],
        buttons: [
          { index: 0, kind: "quick_reply", parameters: [{ type: "payload", payload: "order-4711-confirm" }] },
          { index: 1, kind: "url", parameters: [{ type: "text", text: "orders/4711" }] },
        ],
      },
    },
  },
  {
    name: "native-product",
    features: ["native"],
    message: {
      recipients: to("+4915112340015"),
      content: {
        type: "native",
        format: "whatsapp-interactive",
        body: {
          type: "product",
          body: { text: "Wieder auf Lager" },
          action: { catalog_id: "146265584024623", product_retailer_id: "sku-blue-0001" },
        },
      },
    },
    rewritten: { "content.format": "says which API the content is for, and is not part of it" },
  },
];
