import { addressSchema, type InboundEventInput, type RawInbound } from "@plugboard/core/spec";
import type { MailAddress, MailAttachment, ParsedMail } from "../../mail/index.js";
import { splitRecipients } from "./split-recipients.js";

type Message = Extract<InboundEventInput, { type: "message" }>;

const LINE_LENGTH = 998;

/**
 * A mail as the business message it is. Text and HTML are exactly what was sent; what has no portable form (copies, reply address,
 * envelope recipients) is in `details`.
 */
export function inboundMessage(mail: ParsedMail, raw: RawInbound): Message {
  const { attributes } = raw;
  const { verdict } = mail.autoSubmitted;
  const occurredAt = attributes["receivedAt"] ?? mail.date;
  const isId = (id: string) => id.length <= LINE_LENGTH;
  const references = mail.references.filter(isId);
  return {
    type: "message",
    // A mail without an id of its own is known by the record it was read from.
    providerMessageId: mail.messageId !== undefined && isId(mail.messageId) ? mail.messageId : raw.rawId,
    ...(occurredAt === undefined ? {} : { occurredAt }),
    from: fromOf(mail),
    to: mail.to.map(({ address }) => address.slice(0, LINE_LENGTH)),
    subject: mail.subject,
    ...(mail.text === undefined ? {} : { text: mail.text }),
    ...(mail.html === undefined ? {} : { html: mail.html }),
    ...(mail.attachments.length === 0 ? {} : { media: mail.attachments.map(mediaOf) }),
    ...(mail.inReplyTo === undefined || !isId(mail.inReplyTo) ? {} : { inReplyTo: mail.inReplyTo }),
    ...(references.length === 0 ? {} : { references }),
    ...(verdict === "person" ? {} : { automatic: verdict }),
    details: {
      cc: mail.cc,
      replyTo: mail.replyTo,
      exact: mail.exact,
      autoSubmitted: mail.autoSubmitted,
      ...(mail.textFormat === undefined ? {} : { textFormat: mail.textFormat }),
      ...(attributes["recipients"] === undefined
        ? {}
        : { envelopeRecipients: splitRecipients(attributes["recipients"]) }),
    },
  };
}

function fromOf({ from, sender }: ParsedMail): Message["from"] {
  const author = from[0] ?? sender;
  if (author === undefined) return { kind: "unparsed", value: "" };
  const address = addressSchema.safeParse({
    kind: "email",
    value: author.address,
    ...(author.name === undefined ? {} : { name: author.name }),
  });
  return address.success ? address.data : { kind: "unparsed", value: written(author) };
}

function written({ address, name }: MailAddress): string {
  return (name === undefined ? address : `${name} <${address}>`).slice(0, 4_096);
}

function mediaOf(attachment: MailAttachment): NonNullable<Message["media"]>[number] {
  const { contentType, filename, contentId, inline, bytes } = attachment;
  return {
    kind: kindOf(contentType),
    contentType: contentType.slice(0, 255),
    inline,
    bytes,
    ...(filename === undefined ? {} : { filename: filename.slice(0, 1_024) }),
    ...(contentId === undefined || contentId.length > LINE_LENGTH ? {} : { contentId }),
  };
}

function kindOf(contentType: string): NonNullable<Message["media"]>[number]["kind"] {
  const [top] = contentType.split("/", 1);
  return top === "image" || top === "audio" || top === "video" ? top : "attachment";
}
