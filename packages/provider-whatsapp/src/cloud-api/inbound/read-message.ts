import type { InboundEventInput } from "@plugboard/core/spec";
import { eventName, hashOfNames } from "./event-name.js";
import { instantOf } from "./instant-of.js";
import { otherEvent } from "./other-event.js";
import { type Person, phoneOf, readPerson } from "./person.js";
import {
  type CloudContact,
  type CloudMessage,
  type CloudValue,
  contactSchema,
  messageSchema,
  strangeMessageSchema,
} from "./webhook-schemas.js";

type MessageParts = Partial<Omit<Extract<InboundEventInput, { type: "message" }>, "type">>;
const MEDIA_KINDS = ["image", "audio", "video", "document", "sticker"] as const;
/** Types whose content has no portable form: their object goes into `details`, so nothing of it is lost. */
const PORTABLE: ReadonlySet<string> = new Set([...MEDIA_KINDS, "text", "location", "reaction", "button"]);

const KNOWN: ReadonlySet<string> = new Set(Object.keys(messageSchema.shape));

/** One message from a person; one of another shape than is known is kept as it came. */
export function readMessage(given: unknown, { metadata, contacts }: CloudValue): InboundEventInput {
  const people = (contacts ?? []).flatMap((contact) => contactSchema.safeParse(contact).data ?? []);
  const to = phoneOf(metadata?.display_phone_number?.replace(/[^\d+]/g, "")).map(({ value }) => value);
  const { data: message } = messageSchema.safeParse(given);
  if (message === undefined) return strange(given, people, to);
  const person = readPerson(message, people);
  if (message.type === "system") return addressChanged(message, person);
  const { context } = message;
  const details = { ...person.details, ...detailsOf(message) };
  return {
    type: "message",
    providerMessageId: message.id,
    deduplicationKey: hashOfNames(eventName.message(message.id)),
    occurredAt: instantOf(message.timestamp),
    from: person.from,
    ...(person.alsoKnownAs.length === 0 ? {} : { alsoKnownAs: [...person.alsoKnownAs] }),
    to,
    ...(context?.id ? { inReplyTo: context.id } : {}),
    ...contentOf(message),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** Somebody wrote it, so it is a message; what it says is in `details`. */
function strange(given: unknown, people: readonly CloudContact[], to: string[]): InboundEventInput {
  const { data: message } = strangeMessageSchema.safeParse(given);
  // The system writes of a person, and is none.
  if (message === undefined || message["type"] === "system")
    return otherEvent({ field: "messages", messages: [given] });
  const { id, from: _from, from_user_id: _userId, ...rest } = message;
  const { from, alsoKnownAs, details } = readPerson(message, people);
  return {
    type: "message",
    providerMessageId: id,
    deduplicationKey: hashOfNames(eventName.message(id)),
    from,
    ...(alsoKnownAs.length === 0 ? {} : { alsoKnownAs: [...alsoKnownAs] }),
    to,
    details: { ...details, ...rest },
  };
}

function contentOf(message: CloudMessage): MessageParts {
  const { text, location, reaction, button, interactive } = message;
  for (const kind of MEDIA_KINDS) {
    const media = message[kind];
    if (!media || message.type !== kind) continue;
    const { id, mime_type, caption, filename } = media;
    return {
      media: [
        {
          kind,
          contentType: mime_type ?? "application/octet-stream",
          mediaId: id,
          ...(filename ? { filename } : {}),
          ...(caption ? { caption } : {}),
        },
      ],
      ...(caption ? { text: caption } : {}),
    };
  }
  if (text) return { text: text.body };
  if (location) {
    const { latitude, longitude, name, address } = location;
    return { location: { latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) } };
  }
  if (reaction) return { reaction: { toProviderMessageId: reaction.message_id, emoji: reaction.emoji ?? "" } };
  if (button) return { choice: { id: button.payload ?? button.text, title: button.text } };
  const reply = interactive?.button_reply ?? interactive?.list_reply;
  return reply ? { choice: { id: reply.id, title: reply.title } } : {};
}

function detailsOf(message: CloudMessage): Record<string, unknown> {
  const { type, context, errors } = message;
  const isReply = Boolean(message.interactive?.button_reply ?? message.interactive?.list_reply);
  const { id: _id, from: _from, ...more } = context ?? {};
  const media = MEDIA_KINDS.map((kind) => message[kind]).find(Boolean);
  const beside = Object.entries(message).filter(([name]) => !KNOWN.has(name));
  return {
    ...Object.fromEntries(beside),
    ...(PORTABLE.has(type) || isReply ? {} : { messageType: type, [type]: message[type] }),
    ...(Object.keys(more).length > 0 ? { context: more } : {}),
    ...(media?.sha256 ? { sha256: media.sha256 } : {}),
    ...(media?.voice ? { voiceNote: true } : {}),
    ...(media?.animated ? { animated: true } : {}),
    ...(errors && errors.length > 0 ? { errorCodes: errors.map(({ code }) => String(code)) } : {}),
  };
}

/** The person has another number, or another user id with it: written by WhatsApp, not by the person. */
function addressChanged(message: CloudMessage, { from }: Person): InboundEventInput {
  const { system } = message;
  const to = phoneOf(system?.wa_id)[0]?.value;
  return {
    type: "conversation",
    event: "address-changed",
    occurredAt: instantOf(message.timestamp),
    subject: from.value,
    details: {
      change: system?.type ?? "unknown",
      ...(to === undefined ? {} : { to }),
      ...(system?.user_id ? { userId: system.user_id } : {}),
    },
  };
}
