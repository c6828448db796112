import { type InboundEventInput, addressSchema } from "@plugboard/core/spec";
import type { EdnaMessage } from "./edna-webhook-schemas.js";

type Message = Extract<InboundEventInput, { type: "message" }>;
type MediaKind = NonNullable<Message["media"]>[number]["kind"];

const MEDIA_KINDS: ReadonlyMap<string, MediaKind> = new Map([
  ["IMAGE", "image"],
  ["AUDIO", "audio"],
  ["VOICE", "audio"],
  ["VIDEO", "video"],
  ["DOCUMENT", "document"],
  ["STICKER", "sticker"],
]);

/** An inbound message as an event. What has no portable form (a product, a flow, a story) is in `details`, as edna sent it. */
export function ednaInboundMessage(message: EdnaMessage): Message {
  const { messageContent: content } = message;
  const picked = content.items?.[0];
  const choice = choiceOf(content.payload, content.text) ?? choiceOf(picked?.identifier, picked?.title);
  const { latitude, longitude } = content.location ?? {};
  return {
    type: "message",
    providerMessageId: String(message.id),
    ...(message.receivedAt ? { occurredAt: message.receivedAt } : {}),
    from: senderOf(message.subscriber.identifier),
    to: message.subject ? [message.subject] : [],
    ...(content.text ? { text: content.text } : {}),
    ...mediaOf(content),
    ...(typeof latitude === "number" && typeof longitude === "number"
      ? {
          location: {
            latitude,
            longitude,
            ...(content.location?.name ? { name: content.location.name } : {}),
            ...(content.location?.address ? { address: content.location.address } : {}),
          },
        }
      : {}),
    ...(choice === undefined ? {} : { choice }),
    // Our own requestId, which is the id of the message in its receipt.
    ...(message.replyOutMessageExternalRequestId ? { inReplyTo: message.replyOutMessageExternalRequestId } : {}),
    details: {
      ...besideOf(content),
      type: content.type,
      ...(content.attachment && isTooLong(content.attachment) ? { attachment: content.attachment } : {}),
      ...(message.userInfo?.userName ? { userName: message.userInfo.userName } : {}),
      ...(content.items && content.items.length > 0 ? { items: content.items } : {}),
      ...(message.replyInMessageId ? { replyInMessageId: String(message.replyInMessageId) } : {}),
    },
  };
}

const PORTABLE: ReadonlySet<string> = new Set(["text", "caption", "payload", "attachment", "location", "items"]);

function besideOf(content: EdnaMessage["messageContent"]): Record<string, unknown> {
  const beside = Object.entries(content).filter(
    ([name, value]) => !PORTABLE.has(name) && (value ?? undefined) !== undefined,
  );
  return Object.fromEntries(beside);
}

/** edna writes numbers without the plus sign. */
function senderOf(identifier: string): Message["from"] {
  const parsed = addressSchema.safeParse({
    kind: "phone",
    value: identifier.startsWith("+") ? identifier : `+${identifier}`,
  });
  return parsed.success ? parsed.data : { kind: "unparsed", value: identifier.slice(0, 4_096) };
}

function choiceOf(id: string | null | undefined, title: string | null | undefined): Message["choice"] {
  return id ? { id, ...(title ? { title } : {}) } : undefined;
}

/** What an event has room for; a longer address or name is in `details`, and keeps back nothing of the message. */
const MAX_URL_LENGTH = 998;
const MAX_NAME_LENGTH = 1_024;

function isTooLong({ url, name }: NonNullable<EdnaMessage["messageContent"]["attachment"]>): boolean {
  return (url?.length ?? 0) > MAX_URL_LENGTH || (name?.length ?? 0) > MAX_NAME_LENGTH;
}

function mediaOf({ type, attachment, caption }: EdnaMessage["messageContent"]): Pick<Message, "media"> {
  if (!attachment?.url) return {};
  const { url, name } = attachment;
  return {
    media: [
      {
        kind: MEDIA_KINDS.get(type.toUpperCase()) ?? "attachment",
        contentType: (attachment.contentType ?? attachment.mimeType ?? "application/octet-stream").slice(0, 255),
        ...(name && name.length <= MAX_NAME_LENGTH ? { filename: name } : {}),
        ...(url.length <= MAX_URL_LENGTH ? { mediaId: url } : {}),
        ...(caption ? { caption } : {}),
      },
    ],
  };
}
