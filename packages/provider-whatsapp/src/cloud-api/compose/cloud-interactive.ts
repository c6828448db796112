import type { MessageContent } from "@plugboard/core/spec";
import { cloudMedia } from "./cloud-media.js";
import { withoutUndefined } from "./without-undefined.js";

type Buttons = Extract<MessageContent, { type: "buttons" }>;
type List = Extract<MessageContent, { type: "list" }>;

/**
 * Reply buttons, or one button that opens an address. Other mixtures are refused before.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages
 */
export function cloudButtons(content: Buttons): Record<string, unknown> {
  const [first] = content.buttons;
  if (first?.action === "url") {
    const parameters = { display_text: first.title, url: first.url };
    return { ...frame("cta_url", content), action: { name: "cta_url", parameters } };
  }
  const buttons = content.buttons.flatMap((button) =>
    button.action === "reply" ? [{ type: "reply", reply: { id: button.id, title: button.title } }] : [],
  );
  return { ...frame("button", content), action: { buttons } };
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages */
export function cloudList(content: List): Record<string, unknown> {
  const sections = content.sections.map(({ title, rows }) =>
    withoutUndefined({ title, rows: rows.map((row) => withoutUndefined(row)) }),
  );
  return { ...frame("list", content), action: { button: content.button, sections } };
}

function frame(type: string, { header, text, footer }: Buttons | List): Record<string, unknown> {
  return withoutUndefined({
    type,
    header: header === undefined ? undefined : headerOf(header),
    body: { text },
    footer: footer === undefined ? undefined : { text: footer },
  });
}

function headerOf(header: NonNullable<Buttons["header"]>): Record<string, unknown> {
  return "text" in header ? { type: "text", text: header.text } : { type: "image", image: cloudMedia(header.media) };
}
