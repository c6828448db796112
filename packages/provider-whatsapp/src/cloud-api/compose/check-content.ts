import type { Media, MessageContent, SendOutcomeInput } from "@plugboard/core/spec";
import { CONTENT_LIMITS, MEDIA_LIMITS } from "./content-limits.js";
import { NATIVE_FORMAT, nativeInteractiveSchema } from "./native-interactive.js";

type Buttons = Extract<MessageContent, { type: "buttons" }>;
type List = Extract<MessageContent, { type: "list" }>;

/**
 * Whether the Cloud API takes a content whole, before anything leaves: what it would cut, drop or answer with an error is refused here (R8).
 * @returns the refusal, or nothing.
 */
export function checkContent(content: MessageContent): SendOutcomeInput | undefined {
  switch (content.type) {
    case "text":
      return tooLong([[content.text, CONTENT_LIMITS.text]]);
    case "image":
    case "video":
      return checkMedia(content.type, content.media) ?? tooLong([[content.caption, CONTENT_LIMITS.caption]]);
    case "audio":
    case "sticker":
      return checkMedia(content.type, content.media);
    case "document":
      return (
        checkMedia("document", content.media) ??
        tooLong([
          [content.caption, CONTENT_LIMITS.caption],
          [content.filename, CONTENT_LIMITS.filename],
        ])
      );
    case "buttons":
      return checkButtons(content);
    case "list":
      return checkList(content);
    case "template":
      return checkTemplate(content);
    case "native":
      return content.format === NATIVE_FORMAT && nativeInteractiveSchema.safeParse(content.body).success
        ? undefined
        : refused("CONTENT_UNSUPPORTED");
    case "location":
    case "contacts":
    case "reaction":
      return undefined;
    case "email":
      return refused("CONTENT_UNSUPPORTED");
  }
}

function checkButtons(content: Buttons): SendOutcomeInput | undefined {
  const { buttons } = content;
  const actions = new Set(buttons.map(({ action }) => action));
  // One address beside nothing else, or replies only; a call button exists in templates alone.
  if (actions.size > 1 || actions.has("call")) return refused("CONTENT_UNSUPPORTED");
  if (buttons.length > (actions.has("url") ? 1 : CONTENT_LIMITS.buttons)) return refused("CONTENT_TOO_LARGE");
  return (
    checkFrame(content, CONTENT_LIMITS.buttonsBody) ??
    tooLong(
      buttons.flatMap((button) => [
        [button.title, CONTENT_LIMITS.buttonTitle] as const,
        [button.action === "reply" ? button.id : undefined, CONTENT_LIMITS.buttonId] as const,
      ]),
    )
  );
}

function checkList(content: List): SendOutcomeInput | undefined {
  const rows = content.sections.flatMap((section) => section.rows);
  if (content.sections.length > CONTENT_LIMITS.sections || rows.length > CONTENT_LIMITS.rows)
    return refused("CONTENT_TOO_LARGE");
  // WhatsApp needs titles where there are several sections, and takes a header of text only.
  if (content.sections.length > 1 && content.sections.some(({ title }) => title === undefined || title === ""))
    return refused("CONTENT_UNSUPPORTED");
  if (content.header !== undefined && "media" in content.header) return refused("CONTENT_UNSUPPORTED");
  return (
    checkFrame(content, CONTENT_LIMITS.listBody) ??
    tooLong([
      [content.button, CONTENT_LIMITS.listButton],
      ...content.sections.map(({ title }) => [title, CONTENT_LIMITS.sectionTitle] as const),
      ...rows.flatMap(({ id, title, description }) => [
        [id, CONTENT_LIMITS.rowId] as const,
        [title, CONTENT_LIMITS.rowTitle] as const,
        [description, CONTENT_LIMITS.rowDescription] as const,
      ]),
    ])
  );
}

function checkFrame({ header, text, footer }: Buttons | List, maxText: number): SendOutcomeInput | undefined {
  const headerText = header !== undefined && "text" in header ? header.text : undefined;
  return (
    (header !== undefined && "media" in header ? checkMedia("image", header.media) : undefined) ??
    tooLong([
      [text, maxText],
      [headerText, CONTENT_LIMITS.header],
      [footer, CONTENT_LIMITS.footer],
    ])
  );
}

function checkTemplate({ header, body }: Extract<MessageContent, { type: "template" }>): SendOutcomeInput | undefined {
  for (const parameter of [...(header ?? []), ...(body ?? [])]) {
    if (parameter.type !== "media") continue;
    const refusal = checkMedia(parameter.kind, parameter.media);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** What is known of a file before it is uploaded; of an address or an id nothing is. */
function checkMedia(kind: keyof typeof MEDIA_LIMITS, media: Media): SendOutcomeInput | undefined {
  if (media.source !== "bytes") return undefined;
  const { maxBytes, types } = MEDIA_LIMITS[kind];
  if (media.bytes.byteLength > maxBytes) return refused("CONTENT_TOO_LARGE");
  const [mediaType = ""] = media.contentType.toLowerCase().split(";", 1);
  return types.test(mediaType.trim()) ? undefined : refused("MEDIA_TYPE_UNSUPPORTED");
}

function tooLong(
  texts: readonly (readonly [text: string | undefined, maxLength: number])[],
): SendOutcomeInput | undefined {
  const one = texts.find(
    ([text, maxLength]) => text !== undefined && text.length > maxLength && [...text].length > maxLength,
  );
  return one === undefined ? undefined : refused("CONTENT_TOO_LARGE");
}

function refused(code: "CONTENT_TOO_LARGE" | "CONTENT_UNSUPPORTED" | "MEDIA_TYPE_UNSUPPORTED"): SendOutcomeInput {
  return { outcome: "refused", code, party: "account" };
}
