import { createHash } from "node:crypto";
import type { OutboundMessage, TransferV1 } from "@plugboard/core/spec";
import type { LogEntry } from "../log/log-entry.js";
import { sniffType } from "../files/sniff-type.js";

/** An operator's message as an entry of the conversation, with the bytes of its file. */
export interface AnswerEntry {
  readonly entry: Pick<LogEntry, "id" | "text" | "file" | "operator">;
  readonly bytes?: Uint8Array;
}

/** @returns undefined for a content that this channel does not carry. */
export function answerEntry({ idempotencyKey, message }: TransferV1): AnswerEntry | undefined {
  // From the host's key: however often the message is handed over, it is the same entry.
  const id = createHash("sha256").update(idempotencyKey).digest("base64url").slice(0, 32);
  const operator = message.sender?.name;
  const head = { id, ...(operator === undefined ? {} : { operator }) };
  const { content } = message;
  if (content.type === "text") return { entry: { ...head, text: content.text } };
  if (content.type !== "image" && content.type !== "document") return undefined;
  if (content.media.source !== "bytes") return undefined;
  const { bytes, contentType } = content.media;
  const file = {
    fileId: id,
    name: nameOf(content),
    contentType: shownType(contentType, bytes),
    sizeBytes: bytes.byteLength,
  };
  return { entry: { ...head, file, ...(content.caption === undefined ? {} : { text: content.caption }) }, bytes };
}

function nameOf(content: Extract<OutboundMessage["content"], { type: "image" | "document" }>): string {
  if (content.type === "document" && content.filename !== undefined) return content.filename;
  const [, ending = "bin"] = /\/([a-z0-9]{1,8})$/.exec(mediaType(content.media)) ?? [];
  return `${content.type}.${ending}`;
}

const mediaType = (media: { readonly contentType?: string | undefined } | object): string =>
  "contentType" in media && typeof media.contentType === "string" ? media.contentType.toLowerCase() : "";

/** A picture is shown as one only when it is one. */
function shownType(declared: string, bytes: Uint8Array): string {
  const type = declared.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return type.startsWith("image/") && sniffType(bytes) !== type ? "application/octet-stream" : type;
}
