import type { ContentFeature } from "@plugboard/core/spec";
import type { SampleMessage } from "@plugboard/provider-testkit/conformance";

const to = (value: string, role: "to" | "cc" | "bcc" = "to") => ({ address: { kind: "email", value } as const, role });

const samples: readonly SampleMessage[] = [
  {
    name: "plain",
    features: ["email"],
    message: {
      recipients: [to("ida.quandt.3101@example.net")],
      content: { type: "email", subject: "Ihr Termin im Brachmond 31", text: 'Grüße 👋\r\n\r\n. \\" <b>&amp; \t ' },
    },
  },
  {
    name: "html-with-file",
    features: ["html", "attachments"],
    message: {
      recipients: [to("ida.quandt.3102@example.net")],
      content: {
        type: "email",
        subject: "Kontoauszug 1988 als Datei",
        text: "Nur der Text, mit Datei.",
        html: "<p>Grüße 👋 &amp; {content.text} Kontoauszug</p>",
        attachments: [
          {
            filename: "Kontoauszug April.pdf",
            contentType: "application/pdf",
            bytes: Buffer.from("%PDF-1.4\n\u0000kit-http"),
          },
        ],
      },
    },
  },
  {
    name: "inline-image",
    features: ["inline-images"],
    rewritten: { "content.attachments.0.contentId": "Postmark wants cid: before it" },
    message: {
      recipients: [to("ida.quandt.3103@example.net")],
      content: {
        type: "email",
        subject: "Ein Bild im Text 1988",
        html: '<p>Bild: <img src="cid:logo-1988@kit"></p>',
        attachments: [
          {
            filename: "logo-1988.png",
            contentType: "image/png",
            bytes: Buffer.from("\u0089PNG kit-http"),
            contentId: "logo-1988@kit",
          },
        ],
      },
    },
  },
  {
    name: "copies",
    features: ["copies", "blind-copies"],
    message: {
      recipients: [
        to("ida.quandt.3104@example.net"),
        to("kopie.quandt.3105@example.net", "cc"),
        to("blind.quandt.3106@example.net", "bcc"),
      ],
      content: { type: "email", subject: "An mehrere zugleich 1988", text: "Zur Kenntnis für alle hier" },
    },
  },
  {
    name: "reply",
    features: ["reply-context"],
    rewritten: { "content.references": "joined by blanks in one field (RFC 5322 §3.6.4)" },
    message: {
      recipients: [to("ida.quandt.3107@example.net")],
      content: {
        type: "email",
        subject: "Re: Öffnungszeiten im Brachmond",
        text: "Von neun bis sechs Uhr",
        inReplyTo: "<question-87@example.net>",
        references: ["<first-85@example.net>", "<question-87@example.net>"],
        replyTo: { kind: "email", value: "antworten.5582@example.org" },
      },
    },
  },
  {
    name: "headers",
    features: ["custom-headers", "list-unsubscribe"],
    rewritten: { "content.listUnsubscribe": "in angle brackets, in one field (RFC 2369)" },
    message: {
      recipients: [to("ida.quandt.3108@example.net")],
      content: {
        type: "email",
        subject: "Neuigkeiten aus der Schmiede",
        text: "Heute neu in der Schmiede",
        headers: { "X-Campaign-Kit": "summer-2026-kit" },
        listUnsubscribe: {
          url: "https://example.org/unsubscribe/kit-3108",
          mailto: "mailto:unsubscribe-http@example.org",
        },
      },
    },
  },
  {
    name: "sender-and-names",
    features: ["sender-choice", "display-names"],
    message: {
      recipients: [
        {
          address: { kind: "email", value: "ida.quandt.3109@example.net", name: 'Ida "Q" Quastenflosser' },
          role: "to",
        },
      ],
      sender: { kind: "email", value: "desk.5582@example.org", name: "Zoë Wunderlich-Kanari" },
      content: { type: "email", subject: "Von der Schmiede an Sie", text: "Mit Namen auf beiden Seiten hier" },
    },
  },
];

/** Samples of e-mail for what a provider carries. */
export function mailSamples(features: Readonly<Partial<Record<ContentFeature, string>>>): readonly SampleMessage[] {
  return samples.filter((sample) => sample.features.every((feature) => features[feature] !== undefined));
}
