import type { MessageContent } from "@plugboard/core/spec";
import { ednaAttachment } from "./edna-attachment.js";
import { ednaKeyboard } from "./edna-keyboard.js";
import { type Refused, refused } from "../../refusal/refused.js";

/** The object `whatsappContent` of a scheduled message. */
export interface WhatsappContent {
  readonly whatsappContent: Readonly<Record<string, unknown>>;
}

/** WhatsApp's limit of a text, code points. */
const MAX_TEXT_LENGTH = 4_096;

const CONTENT_TYPES = { image: "IMAGE", audio: "AUDIO", video: "VIDEO", document: "DOCUMENT" } as const;

/**
 * The content of a scheduled message, or why edna cannot carry the content whole.
 * @see https://docs-pulse.edna.io/docs/api/messages/message-example
 */
export function whatsappContent(content: MessageContent): WhatsappContent | Refused {
  switch (content.type) {
    case "text":
      if (content.previewLinks === true) return refused("LINK_PREVIEW_UNSUPPORTED");
      return isTooLong(content.text) ?? { whatsappContent: { contentType: "TEXT", text: content.text } };
    case "image":
    case "video":
    case "document":
      // The text beside an attachment is ignored by edna, so a caption would be lost.
      if (content.caption !== undefined) return refused("CAPTION_UNSUPPORTED");
      return file(content.type, content);
    case "audio":
      if (content.voiceNote === true) return refused("VOICE_NOTE_UNSUPPORTED");
      return file(content.type, content);
    case "location": {
      const { latitude, longitude, name, address } = content;
      if (name !== undefined || address !== undefined) return refused("LOCATION_NAME_UNSUPPORTED");
      return { whatsappContent: { contentType: "LOCATION", location: { latitude, longitude } } };
    }
    case "buttons":
      return buttons(content);
    default:
      return refused("CONTENT_UNSUPPORTED");
  }
}

function file(
  type: keyof typeof CONTENT_TYPES,
  content: Extract<MessageContent, { type: keyof typeof CONTENT_TYPES }>,
): WhatsappContent | Refused {
  const attachment = ednaAttachment(content.media, content.type === "document" ? content.filename : undefined);
  return "refused" in attachment ? attachment : { whatsappContent: { contentType: CONTENT_TYPES[type], attachment } };
}

function buttons(content: Extract<MessageContent, { type: "buttons" }>): WhatsappContent | Refused {
  const { header, text, footer } = content;
  if (header !== undefined && !("text" in header)) return refused("HEADER_UNSUPPORTED");
  return (
    isTooLong(text) ?? {
      whatsappContent: {
        contentType: "TEXT",
        ...(header === undefined ? {} : { header: { text: header.text } }),
        text,
        ...(footer === undefined ? {} : { footer: { text: footer } }),
        keyboard: ednaKeyboard(content.buttons),
      },
    }
  );
}

function isTooLong(text: string): Refused | undefined {
  return text.length > MAX_TEXT_LENGTH && [...text].length > MAX_TEXT_LENGTH ? refused("CONTENT_TOO_LARGE") : undefined;
}
