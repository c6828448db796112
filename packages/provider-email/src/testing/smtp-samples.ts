import type { SampleMessage } from "@plugboard/provider-testkit/conformance";

const to = (value: string, role: "to" | "cc" | "bcc" = "to") => ({ address: { kind: "email", value } as const, role });
const file = (text: string) => Buffer.from(text);

/** Every content feature of e-mail. */
export const smtpSamples: readonly SampleMessage[] = [
  {
    name: "plain",
    features: ["email"],
    message: {
      recipients: [to("mia.quandt.1201@example.net")],
      content: {
        type: "email",
        subject: "Ihr Termin am 31. Zitronenmonat",
        text: 'Grüße 👋\r\n\r\n. \\" <b>&amp; \t ',
      },
    },
  },
  {
    name: "html-with-files",
    features: ["html", "attachments", "inline-images"],
    message: {
      recipients: [to("mia.quandt.1202@example.net")],
      content: {
        type: "email",
        subject: "Kontoauszug 1987 – als Bild",
        text: "Nur der Text, ohne Bild.",
        html: '<p>Grüße 👋 <img src="cid:logo-1987@kit"></p>',
        attachments: [
          { filename: "Kontoauszug März.pdf", contentType: "application/pdf", bytes: file("%PDF-1.4\n\u0000kit") },
          { filename: "logo.png", contentType: "image/png", bytes: file("\u0089PNG kit"), contentId: "logo-1987@kit" },
        ],
      },
    },
  },
  {
    name: "copies",
    features: ["copies", "blind-copies"],
    message: {
      recipients: [
        to("mia.quandt.1203@example.net"),
        to("kopie.quandt.1204@example.net", "cc"),
        to("blind.quandt.1205@example.net", "bcc"),
      ],
      content: { type: "email", subject: "An mehrere auf einmal", text: "Zur Kenntnis für alle" },
    },
  },
  {
    name: "reply",
    features: ["reply-context"],
    message: {
      recipients: [to("mia.quandt.1206@example.net")],
      content: {
        type: "email",
        subject: "Re: Öffnungszeiten im Mai",
        text: "Von acht bis fünf Uhr",
        inReplyTo: "<question-77@example.net>",
        references: ["<first-75@example.net>", "<question-77@example.net>"],
        replyTo: { kind: "email", value: "antworten.4482@example.org" },
      },
    },
  },
  {
    name: "headers",
    features: ["custom-headers", "list-unsubscribe"],
    message: {
      recipients: [to("mia.quandt.1207@example.net")],
      content: {
        type: "email",
        subject: "Neuigkeiten aus der Werkstatt",
        text: "Heute neu in der Werkstatt",
        headers: { "X-Campaign-Kit": "spring-2026-kit" },
        listUnsubscribe: {
          url: "https://example.org/unsubscribe/kit-1207",
          mailto: "mailto:unsubscribe-kit@example.org",
        },
      },
    },
  },
  {
    name: "sender-and-names",
    features: ["sender-choice", "display-names"],
    message: {
      recipients: [
        { address: { kind: "email", value: "mia.quandt.1208@example.net", name: "Ömer Quastenflosser" }, role: "to" },
      ],
      sender: { kind: "email", value: "desk.4482@example.org", name: "Zoë Wunderlich-Kanari" },
      content: { type: "email", subject: "Von der Zentrale an Sie", text: "Mit Namen auf beiden Seiten" },
    },
  },
];
