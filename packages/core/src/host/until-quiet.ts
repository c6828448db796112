import type { Dispatcher } from "../outbound/dispatcher.js";
import { withinTime } from "../timing/within-time.js";
import type { Channel } from "./channel.js";

/** Transfers that begin while others end keep a busy lane from ever being quiet. Milliseconds. */
const LIMIT_MS = 30_000;

/**
 * Waits for a channel's transfers under way, before what they run on ends: broken off, nobody would know whether they arrived. For 30 s at most.
 */
export async function untilQuiet(dispatcher: Dispatcher, channel: Channel): Promise<void> {
  await withinTime(dispatcher.quiet(channel), LIMIT_MS, () => undefined);
}
