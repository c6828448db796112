import { callAri } from "../ari/call-ari.js";
import type { AsteriskConnection } from "../asterisk-connection.js";
import { BridgeOfTwo } from "./bridge-of-two.js";
import type { Occasion } from "./occasion.js";
import type { Waiting } from "./run-verb.js";

/** Ends what a call waits for before its time: the sound, the recording, whom it has called. */
export async function interrupt(connection: AsteriskConnection, waiting: Waiting, occasion: Occasion): Promise<void> {
  const remove = (...path: string[]) => callAri(connection, { ...occasion, method: "DELETE", path });
  if (waiting.for === "leg") {
    await remove("channels", waiting.channelId);
    await new BridgeOfTwo(connection, waiting.bridgeId).remove();
  } else if (waiting.for === "recording") {
    const path = ["recordings", "live", waiting.name, "stop"];
    await callAri(connection, { ...occasion, method: "POST", path });
  } else if (waiting.playbackId !== undefined) await remove("playbacks", waiting.playbackId);
}
