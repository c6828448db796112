const MIB = 1_048_576;

/**
 * What the Cloud API takes at most; lengths in characters, sizes in bytes. Longer content is refused, never cut (R8).
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media (sizes)
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages (text)
 * @see https://github.com/facebook/openapi (business-messaging-api_v23.0.yaml: interactive)
 */
export const CONTENT_LIMITS = {
  text: 4_096,
  caption: 1_024,
  filename: 240,
  header: 60,
  footer: 60,
  buttonsBody: 1_024,
  listBody: 4_096,
  buttons: 3,
  buttonId: 256,
  buttonTitle: 20,
  listButton: 20,
  sections: 10,
  rows: 10,
  sectionTitle: 24,
  rowId: 200,
  rowTitle: 24,
  rowDescription: 72,
} as const;

/** Largest file of each kind, and the media types it may have. */
export const MEDIA_LIMITS: Readonly<
  Record<"image" | "audio" | "video" | "document" | "sticker", { readonly maxBytes: number; readonly types: RegExp }>
> = {
  image: { maxBytes: 5 * MIB, types: /^image\/(?:jpeg|png)$/ },
  audio: { maxBytes: 16 * MIB, types: /^audio\/(?:aac|amr|mpeg|mp4|ogg)$/ },
  video: { maxBytes: 16 * MIB, types: /^video\/(?:mp4|3gpp?)$/ },
  document: { maxBytes: 100 * MIB, types: /^[^;]+$/ },
  // 100 KB still, 500 KB animated; which it is, WhatsApp finds out.
  sticker: { maxBytes: 500 * 1_024, types: /^image\/webp$/ },
};
