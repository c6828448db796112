import { createTransport } from "nodemailer";

/** What the outside world sends back to the host: a reply of a person, or a mail server's report. */
export interface OutsideMail {
  readonly to: string;
  readonly raw: string;
}

/** Hands a message to an SMTP or LMTP server on loopback, as another company's mail server would. */
export async function deliverOutside(
  target: { readonly port: number; readonly lmtp: boolean },
  mail: OutsideMail,
): Promise<void> {
  const transport = createTransport({ host: "127.0.0.1", port: target.port, lmtp: target.lmtp, ignoreTLS: true });
  await transport.sendMail({ envelope: { from: "", to: [mail.to] }, raw: mail.raw });
  transport.close();
}

const lines = (...text: string[]): string => `${text.join("\r\n")}\r\n`;

/** A person's answer to a message (RFC 5322 §3.6.4). */
export function replyTo(original: {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
}): OutsideMail {
  return {
    to: original.from,
    raw: lines(
      `From: Ann <${original.to}>`,
      `To: ${original.from}`,
      `Subject: Re: ${original.subject}`,
      `Message-ID: <reply.${String(Date.now())}@example.org>`,
      `In-Reply-To: ${original.messageId}`,
      `References: ${original.messageId}`,
      `Date: ${new Date().toUTCString()}`,
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit",
      "",
      "Thank you, Thursday is fine. — Ann",
    ),
  };
}

/** A mail server's report that a message was delivered or could not be (RFC 3464). */
export function deliveryStatus(original: {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly delivered: boolean;
}): OutsideMail {
  const { delivered } = original;
  return {
    to: original.from,
    raw: lines(
      "From: Mail Delivery System <mailer-daemon@mx.example.org>",
      `To: ${original.from}`,
      `Subject: ${delivered ? "Successful Mail Delivery Report" : "Undelivered Mail Returned to Sender"}`,
      `Message-ID: <dsn.${String(Date.now())}.${original.to}>`,
      `Date: ${new Date().toUTCString()}`,
      "Auto-Submitted: auto-replied",
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      delivered ? "Your message was delivered." : "Your message could not be delivered: no such user.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.example.org",
      "",
      `Final-Recipient: rfc822; ${original.to}`,
      `Action: ${delivered ? "delivered" : "failed"}`,
      `Status: ${delivered ? "2.0.0" : "5.1.1"}`,
      ...(delivered ? [] : ["Diagnostic-Code: smtp; 550 5.1.1 no such user"]),
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      `Message-ID: ${original.messageId}`,
      "--b--",
    ),
  };
}
