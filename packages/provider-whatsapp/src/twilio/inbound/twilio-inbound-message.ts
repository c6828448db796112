import { type InboundEventInput, addressSchema } from "@plugboard/core/spec";
import type { TwilioMessage } from "./twilio-webhook-schemas.js";

type Message = Extract<InboundEventInput, { type: "message" }>;
type Media = NonNullable<Message["media"]>[number];

const PREFIX = /^whatsapp:/;

/**
 * An inbound message as an event.
 * @param fields - the whole form: media have numbered fields of their own.
 */
export function twilioInboundMessage(message: TwilioMessage, fields: Readonly<Record<string, string>>): Message {
  const choice = message.ButtonPayload
    ? { id: message.ButtonPayload, ...(message.ButtonText ? { title: message.ButtonText } : {}) }
    : message.ListId
      ? { id: message.ListId, ...(message.ListTitle ? { title: message.ListTitle } : {}) }
      : undefined;
  const media = mediaOf(Number(message.NumMedia ?? "0"), fields);
  const details = detailsOf(message);
  return {
    type: "message",
    providerMessageId: message.MessageSid,
    from: senderOf(message),
    to: [message.To.replace(PREFIX, "")],
    ...(message.Body ? { text: message.Body } : {}),
    ...(media.length === 0 ? {} : { media }),
    ...locationOf(message),
    ...(choice === undefined ? {} : { choice }),
    ...(message.OriginalRepliedMessageSid ? { inReplyTo: message.OriginalRepliedMessageSid } : {}),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** `whatsapp:+4930…`; a person who hides their number has a business-scoped id there (`whatsapp:DE.1234`). */
function senderOf({ From: from, ProfileName: name }: TwilioMessage): Message["from"] {
  const value = from.replace(PREFIX, "");
  const kind = value.startsWith("+") ? "phone" : "handle";
  const parsed = addressSchema.safeParse({ kind, value, ...(name ? { name } : {}) });
  if (parsed.success) return parsed.data;
  // A profile name with a line break in it is no name of an address.
  const nameless = addressSchema.safeParse({ kind, value });
  return nameless.success ? nameless.data : { kind: "unparsed", value: from.slice(0, 4_096) };
}

function mediaOf(count: number, fields: Readonly<Record<string, string>>): Media[] {
  return Array.from({ length: count }, (_, index) => {
    const contentType = fields[`MediaContentType${index}`] ?? "application/octet-stream";
    return {
      kind: kindOf(contentType),
      contentType: contentType.slice(0, 255),
      mediaId: fields[`MediaUrl${index}`] ?? "",
    };
  }).filter(({ mediaId }) => mediaId !== "");
}

function kindOf(contentType: string): Media["kind"] {
  // WhatsApp's stickers, and nothing else of it, are WebP.
  if (contentType === "image/webp") return "sticker";
  const family = contentType.split("/")[0];
  return family === "image" || family === "audio" || family === "video" ? family : "document";
}

function locationOf({ Latitude, Longitude, Address, Label }: TwilioMessage): Pick<Message, "location"> {
  if (!Latitude || !Longitude) return {};
  const [latitude, longitude] = [Number(Latitude), Number(Longitude)];
  if (Number.isNaN(latitude) || Number.isNaN(longitude)) return {};
  return {
    location: { latitude, longitude, ...(Label ? { name: Label } : {}), ...(Address ? { address: Address } : {}) },
  };
}

/** What came from an advertisement or was forwarded has no portable form. */
function detailsOf(message: TwilioMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message).filter(
      (entry): entry is [string, string] =>
        /^(?:Referral|Forwarded|FrequentlyForwarded)/.test(entry[0]) && Boolean(entry[1]),
    ),
  );
}
