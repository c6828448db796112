import type { ContentFeature, ServiceWindow } from "../spec/manifest/capability.js";
import { type Refusal, refusal } from "./refusal.js";

const HOUR_MS = 3_600_000;

/**
 * Whether a provider takes this content from a business now: freely written content only within so many hours after the person's last
 * message to it, what the provider approved beforehand always (R5). Reads the type of the content, not its meaning (R10).
 * @param lastInboundAtMs - when the person wrote last, on this channel; nothing when the host knows of no message.
 * @returns the refusal, or nothing when the window is open or not needed.
 */
export function decideServiceWindow(
  window: ServiceWindow,
  contentType: ContentFeature,
  lastInboundAtMs: number | undefined,
  nowMs: number,
): Refusal | undefined {
  if (window.always.includes(contentType)) return undefined;
  if (lastInboundAtMs !== undefined && nowMs < lastInboundAtMs + window.hours * HOUR_MS) return undefined;
  return refusal("SERVICE_WINDOW_CLOSED", {
    hours: window.hours,
    content: contentType,
    always: window.always,
    ...(lastInboundAtMs === undefined
      ? {}
      : { closedAt: new Date(lastInboundAtMs + window.hours * HOUR_MS).toISOString() }),
  });
}
