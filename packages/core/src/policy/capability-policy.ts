import type { ContentCapability, ContentFeature } from "../spec/manifest/capability.js";
import { describeSms } from "../spec/message/describe-sms.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";
import { contentFeatures } from "./content-features.js";
import { type Refusal, refusal } from "./refusal.js";

/**
 * Whether a channel carries a message whole (R8): every feature at a level that keeps it, within the sizes. A feature the manifest
 * does not name is rejected; a dropped one needs the caller's word.
 * @param contentBytes - size of the content as handed over, attachments included.
 * @returns the refusal, or nothing when the channel carries it.
 */
export function decideCapability(
  message: OutboundMessage,
  content: ContentCapability,
  contentBytes: number,
): Refusal | undefined {
  if (contentBytes > content.maxContentBytes)
    return refusal("CONTENT_TOO_LARGE", { sizeBytes: contentBytes, maxBytes: content.maxContentBytes });
  if (message.recipients.length > content.maxRecipients)
    return refusal("TOO_MANY_RECIPIENTS", { recipients: message.recipients.length, max: content.maxRecipients });
  for (const { address } of message.recipients)
    if (!content.addressKinds.includes(address.kind))
      return refusal("ADDRESS_KIND_UNSUPPORTED", { kind: address.kind, supported: content.addressKinds });
  const unsupported: ContentFeature[] = [];
  const dropped: ContentFeature[] = [];
  for (const feature of contentFeatures(message)) {
    const level = content.features[feature] ?? "rejected";
    if (level === "rejected") unsupported.push(feature);
    else if (level === "dropped" && message.acceptDropped?.includes(feature) !== true) dropped.push(feature);
  }
  if (unsupported.length > 0) return refusal("CONTENT_UNSUPPORTED", { features: unsupported });
  if (dropped.length > 0) return refusal("CONTENT_DROPPED", { features: dropped });
  return decideSizes(message, content);
}

function decideSizes(message: OutboundMessage, limits: ContentCapability): Refusal | undefined {
  const { content } = message;
  const text = "text" in content ? content.text : undefined;
  // A string has at most as many code points as UTF-16 units, so most texts need no count.
  if (limits.maxTextLength !== undefined && text !== undefined && text.length > limits.maxTextLength) {
    const length = [...text].length;
    if (length > limits.maxTextLength) return refusal("CONTENT_TOO_LARGE", { length, maxLength: limits.maxTextLength });
  }
  if (limits.maxSmsSegments !== undefined && text !== undefined) {
    const { segments, encoding } = describeSms(text);
    if (segments > limits.maxSmsSegments)
      return refusal("CONTENT_TOO_LARGE", { segments, maxSegments: limits.maxSmsSegments, encoding });
  }
  const attachments = content.type === "email" ? (content.attachments?.length ?? 0) : 0;
  if (limits.maxAttachments !== undefined && attachments > limits.maxAttachments)
    return refusal("CONTENT_TOO_LARGE", { attachments, maxAttachments: limits.maxAttachments });
  return undefined;
}
