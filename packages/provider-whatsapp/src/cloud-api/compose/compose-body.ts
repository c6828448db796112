import type { OutboundMessage } from "@plugboard/core/spec";
import { cloudContact } from "./cloud-contact.js";
import { cloudButtons, cloudList } from "./cloud-interactive.js";
import { cloudMedia } from "./cloud-media.js";
import { cloudRecipient } from "./cloud-recipient.js";
import { cloudTemplate } from "./cloud-template.js";
import { withoutUndefined } from "./without-undefined.js";

/**
 * The body of `POST …/messages`. Pure; content was checked before, and media that came as bytes has its id by now.
 * @throws {TypeError} content the Cloud API does not have, or bytes.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api
 */
export function composeBody(message: OutboundMessage): Record<string, unknown> {
  const { content, recipients, replyToProviderMessageId } = message;
  const [recipient] = recipients;
  if (recipient === undefined) throw new TypeError("a message needs a recipient");
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...cloudRecipient(recipient.address),
    ...(replyToProviderMessageId === undefined ? {} : { context: { message_id: replyToProviderMessageId } }),
    ...bodyOf(content),
  };
}

function bodyOf(content: OutboundMessage["content"]): Record<string, unknown> {
  switch (content.type) {
    case "text":
      return { type: "text", text: { body: content.text, preview_url: content.previewLinks ?? false } };
    case "image":
    case "video": {
      const { type, media, caption } = content;
      return { type, [type]: withoutUndefined({ ...cloudMedia(media), caption }) };
    }
    case "audio":
      return {
        type: "audio",
        audio: withoutUndefined({ ...cloudMedia(content.media), voice: content.voiceNote === true ? true : undefined }),
      };
    case "document": {
      const { media, caption, filename } = content;
      return { type: "document", document: withoutUndefined({ ...cloudMedia(media), caption, filename }) };
    }
    case "sticker":
      return { type: "sticker", sticker: cloudMedia(content.media) };
    case "location": {
      const { type, ...location } = content;
      return { type, location: withoutUndefined(location) };
    }
    case "contacts":
      return { type: "contacts", contacts: content.contacts.map(cloudContact) };
    case "reaction":
      return { type: "reaction", reaction: { message_id: content.toProviderMessageId, emoji: content.emoji } };
    case "buttons":
      return { type: "interactive", interactive: cloudButtons(content) };
    case "list":
      return { type: "interactive", interactive: cloudList(content) };
    case "template":
      return { type: "template", template: cloudTemplate(content) };
    case "native":
      return { type: "interactive", interactive: content.body };
    case "email":
      throw new TypeError("WhatsApp carries no e-mail");
  }
}
