import type { MailAttachment } from "../parsed-mail.js";
import { decodeTransferEncoding } from "./decode-transfer-encoding.js";
import type { MimePart } from "./mime-part.js";
import { partFileName } from "./part-file-name.js";

/** A leaf as an attachment, with a buffer of its own (it can be transferred to another thread). */
export function readAttachment(message: Uint8Array, part: MimePart): MailAttachment {
  const filename = partFileName(part);
  const charset = part.contentType.parameters.get("charset");
  const contentId = (part.fields.find((field) => field.name === "content-id")?.value ?? "").replace(/^<|>$/g, "");
  const { value: disposition } = part.disposition;
  const namelessText = filename === undefined && part.contentType.value.startsWith("text/");
  return {
    ...(filename !== undefined && { filename }),
    contentType: part.contentType.value.slice(0, 255),
    ...(charset !== undefined && { charset: charset.slice(0, 60) }),
    ...(contentId !== "" && { contentId: contentId.slice(0, 998) }),
    inline: disposition === "inline" || (disposition !== "attachment" && (contentId !== "" || namelessText)),
    bytes: decodeTransferEncoding(message.subarray(part.bodyStart, part.bodyEnd), part.transferEncoding),
  };
}
