import type { ContentFeature } from "@plugboard/core/spec";
import type { MessageParts } from "../fixtures/sample-message.js";

const media = { source: "url", url: "https://files.example.com/kit.bin" } as const;
const bytes = Buffer.from("kit");

/** A message that shows a content feature, made from one that the channel carries: for features a channel must refuse. */
export const contentSamples: Readonly<Record<ContentFeature, (plain: MessageParts) => MessageParts>> = {
  text: content({ type: "text", text: "text of the kit" }),
  email: content({ type: "email", subject: "subject of the kit", text: "text of the kit" }),
  html: content({ type: "email", subject: "subject of the kit", html: "<p>kit</p>" }),
  attachments: content({
    type: "email",
    subject: "kit",
    text: "kit",
    attachments: [{ filename: "kit.bin", contentType: "application/octet-stream", bytes }],
  }),
  "inline-images": content({
    type: "email",
    subject: "kit",
    html: '<img src="cid:kit">',
    attachments: [{ filename: "kit.png", contentType: "image/png", bytes, contentId: "kit" }],
  }),
  "custom-headers": content({ type: "email", subject: "kit", text: "kit", headers: { "X-Kit": "kit" } }),
  "list-unsubscribe": content({
    type: "email",
    subject: "kit",
    text: "kit",
    listUnsubscribe: { url: "https://example.com/unsubscribe" },
  }),
  image: content({ type: "image", media }),
  audio: content({ type: "audio", media }),
  video: content({ type: "video", media }),
  document: content({ type: "document", media, filename: "kit.pdf" }),
  sticker: content({ type: "sticker", media }),
  location: content({ type: "location", latitude: 52.5, longitude: 13.4 }),
  contacts: content({ type: "contacts", contacts: [{ formattedName: "Kit" }] }),
  reaction: content({ type: "reaction", toProviderMessageId: "message-1", emoji: "👍" }),
  buttons: content({ type: "buttons", text: "kit", buttons: [{ action: "reply", id: "1", title: "Yes" }] }),
  list: content({ type: "list", text: "kit", button: "Open", sections: [{ rows: [{ id: "1", title: "One" }] }] }),
  template: content({ type: "template", name: "kit", language: "en" }),
  native: content({ type: "native", format: "kit", body: {} }),
  "link-preview": content({ type: "text", text: "https://example.com", previewLinks: true }),
  copies: (plain) => ({ ...plain, recipients: again(plain, "cc") }),
  "blind-copies": (plain) => ({ ...plain, recipients: again(plain, "bcc") }),
  "reply-context": (plain) => ({ ...plain, replyToProviderMessageId: "message-1" }),
  "sender-choice": (plain) => ({ ...plain, sender: plain.recipients[0]?.address ?? { kind: "handle", value: "kit" } }),
  "display-names": (plain) => ({
    ...plain,
    recipients: plain.recipients.map(({ address }) => ({ address: { ...address, name: "Name Of The Kit" } })),
  }),
};

function content(value: MessageParts["content"]): (plain: MessageParts) => MessageParts {
  return (plain) => ({ ...plain, content: value });
}

function again({ recipients }: MessageParts, role: "cc" | "bcc"): MessageParts["recipients"] {
  return recipients.slice(0, 1).map(({ address }) => ({ address, role }));
}
