import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { MESSAGE_ID_PREFIX } from "../smtp/compose/message-id.js";
import { smtp } from "../smtp/smtp.js";
import { smtpCredentialsSchema } from "../smtp/smtp-credentials.js";
import type { SmtpSettingsInput } from "../smtp/smtp-settings.js";
import { deliverByLmtp } from "./deliver-by-lmtp.js";
import { readCarriedByMail } from "./read-carried-by-mail.js";
import { smtpSamples } from "./smtp-samples.js";
import { startSmtpSimulator } from "./start-smtp-simulator.js";

const OWN = "desk@example.org";

function settingsFor(host: string, port: number, security: "none" | "starttls" | "tls"): SmtpSettingsInput {
  const exposure = security === "none" ? { exposesPasswordAndMail: true as const } : {};
  return {
    from: { address: OWN },
    countries: ["DE"],
    smtp: { host, port, security, ...exposure },
    pool: { connections: 1 },
  };
}

const mail = (...lines: string[]): string => `${lines.join("\r\n")}\r\n`;

/** The mail server provider for the conformance kit. */
export const smtpConformance: ProviderFixtures = {
  provider: smtp,
  packageName: "@plugboard/provider-email",
  connect: (origin) => {
    const { hostname, port, searchParams } = new URL(origin);
    const listener = searchParams.get("listener");
    return {
      settings: {
        ...settingsFor(hostname, Number(port), "none"),
        ...(listener === null
          ? {}
          : { listener: { port: Number(listener), protocol: "lmtp" as const, recipients: ["@example.org"] } }),
      },
    };
  },
  credentials: { user: "desk-of-account-1@example.org", password: "password-of-account-1" },
  otherCredentials: { user: "desk-of-account-2@example.org", password: "password-of-account-2" },
  startSimulator: ({ credentials }) => {
    const { user = "", password = "" } = smtpCredentialsSchema.parse(credentials);
    return startSmtpSimulator({ user, password });
  },
  messages: smtpSamples,
  faults: {
    protocol: "smtp",
    connect: ({ host, port, security }) => ({ settings: settingsFor(host, port, security) }),
    readCarried: readCarriedByMail,
  },
  mailbox: {
    samples: [
      {
        name: "message",
        body: mail(
          "From: =?utf-8?q?=C3=96mer?= <oemer.quandt.2201@example.net>",
          `To: ${OWN}`,
          "Subject: Wann haben Sie offen?",
          "Message-ID: <question-2201@example.net>",
          "Date: Fri, 20 Nov 2026 09:15:30 +0000",
          "Content-Type: text/plain; charset=utf-8",
          "Content-Transfer-Encoding: 8bit",
          "",
          "Grüße aus der Zitronengasse 71",
        ),
        events: [
          {
            type: "message",
            providerMessageId: "<question-2201@example.net>",
            from: { kind: "email", value: "oemer.quandt.2201@example.net", name: "Ömer" },
            to: [OWN],
            subject: "Wann haben Sie offen?",
            text: "Grüße aus der Zitronengasse 71\r\n",
          },
        ],
      },
      {
        name: "bounce",
        body: mail(
          "From: MAILER-DAEMON@example.net",
          `To: ${OWN}`,
          "Subject: Undelivered Mail Returned to Sender",
          "Message-ID: <bounce-2202@example.net>",
          "Date: Fri, 20 Nov 2026 09:15:30 +0000",
          'Content-Type: multipart/report; report-type=delivery-status; boundary="kit"',
          "",
          "--kit",
          "Content-Type: message/delivery-status",
          "",
          "Reporting-MTA: dns; mx.example.net",
          "",
          "Final-Recipient: rfc822; nobody.2202@example.net",
          "Action: failed",
          "Status: 5.1.1",
          "",
          "--kit",
          "Content-Type: text/rfc822-headers",
          "",
          "Message-ID: <sent-2202@example.org>",
          "",
          "--kit--",
        ),
        events: [
          {
            type: "delivery-report",
            providerMessageId: "<sent-2202@example.org>",
            status: "undelivered",
            recipient: "nobody.2202@example.net",
            permanence: "hard",
            enhancedStatusCode: "5.1.1",
          },
        ],
      },
    ],
    echo: mail(
      `From: ${OWN}`,
      "To: oemer.quandt.2201@example.net",
      "Subject: Ihr Termin",
      `Message-ID: <${MESSAGE_ID_PREFIX}0123456789abcdef@example.org>`,
      "Date: Fri, 20 Nov 2026 09:15:30 +0000",
      "",
      "Von acht bis fünf",
    ),
    deliver: ({ origin }, body) => deliverByLmtp(Number(new URL(origin).searchParams.get("listener")), body),
  },
};
