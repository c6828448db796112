import { createHash } from "node:crypto";
import type { AriEvent } from "../ari/ari-event.js";
import { detectionOf } from "../calls/machine-detection.js";
import { directionOf } from "../ari/call-id.js";

/**
 * What makes two deliveries of the exchange one event. A channel begins, is answered and ends once: what we read of it after a lost connection is the
 * event we may have had before, and a call of ours that is answered is told as a state and as a channel that comes into the application. Other
 * events have no id, but the moment they happened in.
 */
export function eventKey(event: AriEvent, body: Uint8Array): string {
  switch (event.type) {
    case "StasisStart":
      if (detectionOf(event.args) !== undefined) return `ari:answered-by:${event.channel.id}`;
      return `ari:${directionOf(event.channel.id) === "outbound" ? "answered" : "start"}:${event.channel.id}`;
    case "ChannelStateChange":
      return event.channel.state === "Up" ? `ari:answered:${event.channel.id}` : keyOf(body);
    case "ChannelDestroyed":
      return `ari:end:${event.channel.id}`;
    case "PlugboardGone":
      return `ari:end:${event.callId}`;
    case "RecordingFinished":
      return `ari:recording:${event.recording.name}`;
    default:
      return keyOf(body);
  }
}

const keyOf = (body: Uint8Array): string => `ari:${createHash("sha256").update(body).digest("hex")}`;
