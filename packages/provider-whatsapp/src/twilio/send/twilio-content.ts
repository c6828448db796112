import type { MessageContent } from "@plugboard/core/spec";
import type { FormFields } from "../call-twilio.js";
import { type ContentShape, listShape, quickReplyShape } from "./content-shape.js";
import { variablesFit } from "./content-variables.js";
import { decimal } from "./decimal.js";
import { type Refused, refused } from "../../refusal/refused.js";
import { type TemplateForm, templateForm } from "./template-form.js";

/** "Body values can be up to 1,600 characters", https://www.twilio.com/docs/api/errors/21658 */
const MAX_BODY_LENGTH = 1_600;
/** WhatsApp's limits, https://www.twilio.com/docs/content/twilio-quick-reply and /twiliolist-picker */
const MAX_INTERACTIVE_TEXT = 1_024;
const MAX_CAPTION_LENGTH = 1_024;
const MAX_TITLE_LENGTH = 20;
const MAX_ID_LENGTH = 200;
const MAX_REPLY_BUTTONS = 3;
const MAX_ROWS = 10;
const MAX_ITEM_LENGTH = 24;
const MAX_DESCRIPTION_LENGTH = 72;

/** The fields that carry a content; with a shape, its placeholders' values instead. */
export type TwilioContent =
  | { readonly fields: FormFields }
  | TemplateForm
  | { readonly shape: ContentShape; readonly values: readonly string[] }
  | Refused;

const longer = (text: string, length: number): boolean => text.length > length && [...text].length > length;

/** Writes a content as Twilio takes it, or tells why it cannot be carried whole (R8). */
export function twilioContent(content: MessageContent): TwilioContent {
  switch (content.type) {
    case "text":
      if (content.previewLinks === true) return refused("LINK_PREVIEW_UNSUPPORTED");
      return longer(content.text, MAX_BODY_LENGTH)
        ? refused("CONTENT_TOO_LARGE")
        : { fields: [["Body", content.text]] };
    case "image":
    case "video":
      return media(content.media, content.caption);
    case "audio":
      return content.voiceNote === true ? refused("VOICE_NOTE_UNSUPPORTED") : media(content.media);
    case "document":
      // "Twilio does not support setting a filename or caption for documents",
      // https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages
      if (content.caption !== undefined) return refused("CAPTION_UNSUPPORTED");
      if (content.filename !== undefined) return refused("FILENAME_UNSUPPORTED");
      return media(content.media);
    case "sticker":
      return media(content.media);
    case "location": {
      // Twilio takes the pin as an action of a text, which is its name. https://www.twilio.com/docs/whatsapp/message-features
      const { latitude, longitude, name, address } = content;
      if (name === undefined) return refused("LOCATION_NAME_MISSING");
      if (address?.includes("|") === true) return refused("LOCATION_ADDRESS_UNSUPPORTED");
      const pin = `geo:${decimal(latitude)},${decimal(longitude)}${address === undefined ? "" : `|${address}`}`;
      return {
        fields: [
          ["Body", name],
          ["PersistentAction", pin],
        ],
      };
    }
    case "buttons":
      return buttons(content);
    case "list":
      return list(content);
    case "template":
      return templateForm(content);
    default:
      return refused("CONTENT_UNSUPPORTED");
  }
}

type MediaOfContent = Extract<MessageContent, { type: "image" }>["media"];

/** Twilio fetches media from an address and has no upload. */
function media(file: MediaOfContent, caption?: string): TwilioContent {
  if (file.source !== "url") return refused("MEDIA_SOURCE_UNSUPPORTED");
  if (caption !== undefined && longer(caption, MAX_CAPTION_LENGTH)) return refused("CONTENT_TOO_LARGE");
  return { fields: [...(caption === undefined ? [] : [["Body", caption] as const]), ["MediaUrl", file.url]] };
}

function buttons({ header, text, footer, buttons }: Extract<MessageContent, { type: "buttons" }>): TwilioContent {
  if (header !== undefined || footer !== undefined) return refused("HEADER_OR_FOOTER_UNSUPPORTED");
  if (buttons.length > MAX_REPLY_BUTTONS) return refused("TOO_MANY_BUTTONS");
  const values = [text];
  for (const button of buttons) {
    // Others need an approved template.
    if (button.action !== "reply") return refused("BUTTON_KIND_UNSUPPORTED");
    if (longer(button.title, MAX_TITLE_LENGTH) || longer(button.id, MAX_ID_LENGTH)) return refused("BUTTON_TOO_LONG");
    values.push(button.title, button.id);
  }
  if (longer(text, MAX_INTERACTIVE_TEXT) || !variablesFit(values)) return refused("CONTENT_TOO_LARGE");
  return { shape: quickReplyShape(buttons.length), values };
}

function list({ header, text, footer, button, sections }: Extract<MessageContent, { type: "list" }>): TwilioContent {
  if (header !== undefined || footer !== undefined) return refused("HEADER_OR_FOOTER_UNSUPPORTED");
  const [section] = sections;
  // Twilio knows one list without headings.
  if (section === undefined || sections.length > 1 || section.title !== undefined)
    return refused("SECTIONS_UNSUPPORTED");
  if (section.rows.length > MAX_ROWS) return refused("TOO_MANY_ROWS");
  const values = [text, button];
  for (const { id, title, description } of section.rows) {
    if (longer(title, MAX_ITEM_LENGTH) || longer(id, MAX_ID_LENGTH)) return refused("ROW_TOO_LONG");
    if (description !== undefined && longer(description, MAX_DESCRIPTION_LENGTH)) return refused("ROW_TOO_LONG");
    values.push(title, id, ...(description === undefined ? [] : [description]));
  }
  if (longer(button, MAX_TITLE_LENGTH)) return refused("BUTTON_TOO_LONG");
  if (longer(text, MAX_INTERACTIVE_TEXT)) return refused("CONTENT_TOO_LARGE");
  return { shape: listShape(section.rows.map(({ description }) => description !== undefined)), values };
}
