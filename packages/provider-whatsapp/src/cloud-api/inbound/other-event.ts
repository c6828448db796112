import type { InboundEventInput } from "@plugboard/core/spec";

/** What has no kind of its own, as it came: shown to the host, never dropped unseen. */
export function otherEvent(details: Readonly<Record<string, unknown>>): InboundEventInput {
  return { type: "conversation", event: "other", details: { ...details } };
}
