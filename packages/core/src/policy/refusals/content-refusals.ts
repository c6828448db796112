import type { RefusalEntry } from "./refusal-entry.js";

/** What the channel cannot carry, or may not carry now. */
export const contentRefusals = {
  CONTENT_UNSUPPORTED: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the channel cannot carry this content",
    remedy: "send it without the features named, or through another channel",
  },
  CONTENT_DROPPED: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the channel would silently lose a part of this content",
    remedy: "leave the features named out, or accept their loss by name in `acceptDropped`",
  },
  CONTENT_TOO_LARGE: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the content is larger than the channel takes; it is never cut",
    remedy: "make it shorter, or send it as several messages",
  },
  TOO_MANY_RECIPIENTS: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the channel takes fewer recipients in one message",
    remedy: "send one message to each",
  },
  ADDRESS_KIND_UNSUPPORTED: {
    gate: "capability",
    rule: "R8",
    party: "account",
    reason: "the channel does not reach addresses of this kind",
    remedy: "use an address of the kinds named, or another channel",
  },
  ATTACHMENT_REFUSED: {
    gate: "attachment",
    rule: "R21",
    party: "account",
    reason:
      "the host carries no files of this kind: by their name, type or first bytes, or by a name inside a ZIP archive, a computer would run them",
    remedy: "leave out the files at the positions named; what is carried is the option `attachments` of the host",
  },
  SERVICE_WINDOW_CLOSED: {
    gate: "service-window",
    rule: "R5",
    party: "account",
    reason: "the provider takes freely written content only for a while after the person's last message",
    remedy: "send an approved template, or wait until the person writes again",
  },
} as const satisfies Record<string, RefusalEntry>;
