import type { ReadCarried } from "@plugboard/provider-testkit/conformance";
import { DEFAULT_MAIL_LIMITS, readMail } from "../mail/index.js";

/** What a mail carried, decoded: bodies, files, subject, names, ids and every header's value. */
export const readCarriedByMail: ReadCarried = ({ body, headers }) => {
  const mail = readMail(body, DEFAULT_MAIL_LIMITS);
  const people = [...mail.from, ...mail.to, ...mail.cc, ...mail.replyTo];
  const texts = [
    ...[mail.subject, mail.text, mail.html, mail.inReplyTo, ...mail.references],
    ...people.flatMap(({ address, name }) => [address, name]),
    ...(headers["envelope-to"] ?? "").split(", "),
    ...headerValues(body),
  ];
  const files = mail.attachments.flatMap(({ filename, contentId, bytes }) => [filename, contentId, bytes]);
  return [...texts, ...files].filter((one) => one !== undefined);
};

/** Each header's value, and the addresses it has in angle brackets. */
function headerValues(body: Uint8Array): string[] {
  const [head = ""] = Buffer.from(body)
    .toString("utf8")
    .split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  return lines.flatMap((line) => {
    const value = line.slice(line.indexOf(":") + 1).trim();
    return [value, ...[...value.matchAll(/<([^<>]+)>/g)].map((match) => match[1] ?? "")];
  });
}
