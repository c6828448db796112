import { addressSchema, type InboundEventInput } from "@plugboard/core/spec";
import type { TwilioMessage } from "./twilio-webhook-schemas.js";

type Message = Extract<InboundEventInput, { type: "message" }>;
type Media = NonNullable<Message["media"]>[number];

/**
 * An inbound SMS or MMS as an event.
 * @param fields - the whole form: media have numbered fields of their own.
 */
export function twilioInboundMessage(message: TwilioMessage, fields: Readonly<Record<string, string>>): Message {
  const media = mediaOf(Number(message.NumMedia ?? "0"), fields);
  const { OptOutType: optOut } = message;
  return {
    type: "message",
    providerMessageId: message.MessageSid,
    from: senderOf(message.From),
    to: [message.To],
    ...(message.Body ? { text: message.Body } : {}),
    ...(media.length === 0 ? {} : { media }),
    // Twilio took the word for one of the account's own, and answered it itself. https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
    ...(optOut ? { details: { optOutType: optOut } } : {}),
    ...(optOut === "STOP" ? { optOut: "opt-out" as const } : optOut === "START" ? { optOut: "opt-in" as const } : {}),
  };
}

/** A number, or what a company writes under: letters, a short code. */
function senderOf(from: string): Message["from"] {
  const kind = from.startsWith("+") ? "phone" : "handle";
  const parsed = addressSchema.safeParse({ kind, value: from });
  return parsed.success ? parsed.data : { kind: "unparsed", value: from.slice(0, 4_096) };
}

function mediaOf(count: number, fields: Readonly<Record<string, string>>): Media[] {
  return Array.from({ length: Math.min(count, 10) }, (_, index) => {
    const contentType = fields[`MediaContentType${index}`] ?? "application/octet-stream";
    return {
      kind: kindOf(contentType),
      contentType: contentType.slice(0, 255),
      mediaId: fields[`MediaUrl${index}`] ?? "",
    };
  }).filter(({ mediaId }) => mediaId !== "");
}

function kindOf(contentType: string): Media["kind"] {
  const family = contentType.split("/")[0];
  return family === "image" || family === "audio" || family === "video" ? family : "document";
}
