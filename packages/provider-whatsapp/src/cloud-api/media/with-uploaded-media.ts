import type { Media, MessageContent } from "@plugboard/core/spec";

/** Uploads one file and gives its id. */
export type UploadMedia = (file: { bytes: Uint8Array; contentType: string; filename?: string }) => Promise<string>;

/**
 * The content with every file that came as bytes replaced by the id of its upload. The bytes leave as they came (R8); everything else stays.
 */
export async function withUploadedMedia(content: MessageContent, upload: UploadMedia): Promise<MessageContent> {
  const replace = async (media: Media, filename?: string): Promise<Media> => {
    if (media.source !== "bytes") return media;
    const { bytes, contentType } = media;
    const id = await upload({ bytes, contentType, ...(filename === undefined ? {} : { filename }) });
    return { source: "id", id };
  };
  switch (content.type) {
    case "image":
    case "video":
    case "audio":
    case "sticker":
      return { ...content, media: await replace(content.media) };
    case "document":
      return { ...content, media: await replace(content.media, content.filename) };
    case "buttons":
    case "list":
      return content.header !== undefined && "media" in content.header
        ? { ...content, header: { media: await replace(content.header.media) } }
        : content;
    case "template": {
      if (content.header === undefined) return content;
      const header = [];
      for (const parameter of content.header)
        header.push(
          parameter.type === "media"
            ? { ...parameter, media: await replace(parameter.media, parameter.filename) }
            : parameter,
        );
      return { ...content, header };
    }
    default:
      return content;
  }
}
