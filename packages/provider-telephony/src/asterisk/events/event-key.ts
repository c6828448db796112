import { createHash } from "node:crypto";
import type { AriEvent } from "../ari/ari-event.js";

/**
 * What makes two deliveries of the exchange one event. A channel begins and ends once: what we read of it after a lost connection is the event we
 * may have had before. Other events have no id, but the moment they happened in.
 */
export function eventKey(event: AriEvent, body: Uint8Array): string {
  switch (event.type) {
    case "StasisStart":
      return `ari:start:${event.channel.id}`;
    case "ChannelDestroyed":
      return `ari:end:${event.channel.id}`;
    case "PlugboardGone":
      return `ari:end:${event.callId}`;
    case "RecordingFinished":
      return `ari:recording:${event.recording.name}`;
    default:
      return `ari:${createHash("sha256").update(body).digest("hex")}`;
  }
}
