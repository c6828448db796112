import type { ProviderManifestInput } from "@plugboard/core/spec";
import { CONTENT_LIMITS, MEDIA_LIMITS } from "./compose/content-limits.js";

/**
 * What the Cloud API carries. `partial`: within the limits of {@link CONTENT_LIMITS}; buttons are replies or one address; a recipient's name is not sent
 * anywhere, because the API takes none.
 */
export const cloudContent: NonNullable<ProviderManifestInput["content"]> = {
  features: {
    text: "full",
    image: "full",
    audio: "full",
    video: "full",
    document: "full",
    sticker: "full",
    location: "full",
    contacts: "full",
    reaction: "full",
    buttons: "partial",
    list: "partial",
    template: "full",
    native: "partial",
    "reply-context": "full",
    "link-preview": "full",
    "display-names": "dropped",
  },
  maxTextLength: CONTENT_LIMITS.text,
  // The largest file, and what goes along with it: the host counts caption, name and address too.
  maxContentBytes: MEDIA_LIMITS.document.maxBytes + 65_536,
  maxRecipients: 1,
  addressKinds: ["phone", "handle"],
  serviceWindow: {
    hours: 24,
    always: ["template"],
    documentation: "https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages",
  },
};
