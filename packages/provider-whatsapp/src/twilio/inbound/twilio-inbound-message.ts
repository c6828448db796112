import { type InboundEventInput, addressSchema } from "@plugboard/core/spec";
import type { TwilioMessage } from "./twilio-webhook-schemas.js";

type Message = Extract<InboundEventInput, { type: "message" }>;
type Media = NonNullable<Message["media"]>[number];

const PREFIX = /^whatsapp:/;
const NOTHING: ReadonlySet<string> = new Set(["", "0", "false"]);
/** What an event has a place for, and ids that say nothing to the host. */
const PLUMBING: readonly string[] = [
  ...["MessageSid", "SmsMessageSid", "SmsSid", "SmsStatus", "MessageStatus", "AccountSid", "MessagingServiceSid"],
  ...["ApiVersion", "NumSegments", "NumMedia", "From", "To", "ProfileName", "WaId", "ExternalUserId", "Body"],
  ...["ButtonText", "ButtonPayload", "ListId", "ListTitle", "Latitude", "Longitude", "Address", "Label"],
  ...["OriginalRepliedMessageSid", "OriginalRepliedMessageSender"],
  ...["ChannelPrefix", "ChannelInstallSid", "ChannelToAddress"],
];
/** Says again what the portable parts say; where there is none, it may be all there is. */
const ENVELOPE: readonly string[] = ["MessageType", "ChannelMetadata"];

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
  const location = locationOf(message);
  const isPortable = message.Body || media.length > 0 || location.location !== undefined || choice !== undefined;
  const details = detailsOf(fields, isPortable ? [...PLUMBING, ...ENVELOPE] : PLUMBING);
  const from = senderOf(message);
  return {
    type: "message",
    providerMessageId: message.MessageSid,
    from,
    ...userIdOf(message, from.value),
    to: [message.To.replace(PREFIX, "")],
    ...(message.Body ? { text: message.Body } : {}),
    ...(media.length === 0 ? {} : { media }),
    ...location,
    ...(choice === undefined ? {} : { choice }),
    ...optOutOf(message),
    ...(message.OriginalRepliedMessageSid ? { inReplyTo: message.OriginalRepliedMessageSid } : {}),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

function optOutOf({ OptOutType: type }: TwilioMessage): Pick<Message, "optOut"> {
  if (type === "STOP") return { optOut: "opt-out" };
  return type === "START" ? { optOut: "opt-in" } : {};
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

/** The business-scoped id, which stays when the person hides their number; the same as `From` once they do. */
function userIdOf({ ExternalUserId: given }: TwilioMessage, from: string): Pick<Message, "alsoKnownAs"> {
  const parsed = addressSchema.safeParse({ kind: "handle", value: given?.replace(PREFIX, "") });
  return parsed.success && parsed.data.value !== from ? { alsoKnownAs: [parsed.data] } : {};
}

/** All else, as it came: Twilio adds fields without notice. What it says "no" or "none" to says nothing. */
function detailsOf(fields: Readonly<Record<string, string>>, others: readonly string[]): Record<string, string> {
  const known = new Set(others);
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => !known.has(name) && !/^Media(?:Url|ContentType)\d+$/.test(name) && !NOTHING.has(value),
    ),
  );
}
