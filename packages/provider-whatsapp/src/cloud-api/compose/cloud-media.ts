import type { Media } from "@plugboard/core/spec";

/** Media as the Cloud API takes it: by the id of an uploaded file, or by an address it fetches. */
export type CloudMedia = { readonly id: string } | { readonly link: string };

/**
 * @throws {TypeError} for bytes, which are uploaded before a body is made.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/image-messages
 */
export function cloudMedia(media: Media): CloudMedia {
  switch (media.source) {
    case "id":
      return { id: media.id };
    case "url":
      return { link: media.url };
    case "bytes":
      throw new TypeError("bytes are uploaded before the body is made");
  }
}
