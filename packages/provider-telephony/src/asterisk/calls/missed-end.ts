import { readJsonAnswer } from "@plugboard/core/spec";
import { z } from "zod";
import type { AriEvent } from "../ari/ari-event.js";
import { callAri } from "../ari/call-ari.js";
import type { AsteriskConnection } from "../asterisk-connection.js";
import type { LiveChannels } from "../events/read-live-channels.js";
import type { Waiting } from "./run-verb.js";

const bridgeSchema = z.object({ channels: z.array(z.string()) });

/** What became of something that is waited for; nothing where it goes on. */
export type Missed =
  | { readonly what: "ended"; readonly event?: Extract<AriEvent, { type: "RecordingFinished" }> }
  | { readonly what: "answered" };

/** Asks the exchange how it stands with what is waited for: its event may have come while nobody listened. */
export async function missedEnd(
  connection: AsteriskConnection,
  waiting: Waiting,
  live: LiveChannels,
): Promise<Missed | undefined> {
  const get = (...path: string[]) => callAri(connection, { operation: "follow-up", method: "GET", path });
  switch (waiting.for) {
    case "playback":
    case "transfer":
    case "digits": {
      if (waiting.playbackId === undefined) return undefined;
      return (await get("playbacks", waiting.playbackId)).status === 404 ? { what: "ended" } : undefined;
    }
    case "recording": {
      if ((await get("recordings", "live", waiting.name)).status !== 404) return undefined;
      if ((await get("recordings", "stored", waiting.name)).status !== 200) return { what: "ended" };
      const timestamp = new Date(connection.clock.now()).toISOString();
      return {
        what: "ended",
        event: { type: "RecordingFinished", timestamp, recording: { name: waiting.name, state: "done" } },
      };
    }
    case "leg": {
      const { channelId, bridgeId } = waiting;
      if (!live.ids.has(channelId)) return { what: "ended" };
      if (!live.further.some(({ id }) => id === channelId)) return undefined;
      const response = await get("bridges", bridgeId);
      const isJoined = response.status === 200 && readJsonAnswer(response, bridgeSchema).channels.includes(channelId);
      // Joined again, both would hear a gap.
      return isJoined ? undefined : { what: "answered" };
    }
  }
}
