import type { ContentFeature } from "../spec/manifest/capability.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";

/**
 * The features a message uses: its content type and the parts that not every channel carries. Pure; reads the shape, not the
 * meaning (R10).
 */
export function contentFeatures(message: OutboundMessage): ContentFeature[] {
  const { content } = message;
  const features: ContentFeature[] = [content.type];
  if (message.sender !== undefined) features.push("sender-choice");
  if (message.replyToProviderMessageId !== undefined) features.push("reply-context");
  for (const recipient of message.recipients) {
    if (recipient.role === "cc" && !features.includes("copies")) features.push("copies");
    if (recipient.role === "bcc" && !features.includes("blind-copies")) features.push("blind-copies");
    if (recipient.address.name !== undefined && !features.includes("display-names")) features.push("display-names");
  }
  switch (content.type) {
    case "text":
      if (content.previewLinks === true) features.push("link-preview");
      break;
    case "email":
      if (content.html !== undefined) features.push("html");
      if (content.attachments?.some((attachment) => attachment.contentId === undefined)) features.push("attachments");
      if (content.attachments?.some((attachment) => attachment.contentId !== undefined)) features.push("inline-images");
      if (content.inReplyTo !== undefined || content.references !== undefined) features.push("reply-context");
      if (content.headers !== undefined) features.push("custom-headers");
      if (content.listUnsubscribe !== undefined) features.push("list-unsubscribe");
      break;
    default:
      break;
  }
  return features;
}
