import { collectGarbage } from "../measure/collect-garbage.mjs";
import { peakRssMb } from "../measure/peak-rss.mjs";
import { activateChannel } from "../plugboard/activate-channel.mjs";
import { openHost } from "../plugboard/open-host.mjs";
import { toOutboundMessage } from "../plugboard/to-outbound-message.mjs";

const AT_ONCE = 512;

/** The heap in use, garbage collected. */
function heapBytes() {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/**
 * What an account with one channel keeps in memory: while it is idle, and after it has sent a message.
 * @param {import("./open-variant.mjs").VariantSetup & { accounts: number }} params
 */
export default async function tenantMemory(params) {
  const { accounts } = params;
  const { center, channels } = await openHost({ ...params, store: "sqlite", accounts: 1 });
  const [{ accountId }] = channels;
  const providerId = center.channels.list(accountId)[0].providerId;
  await center.send(toOutboundMessage(0, channels[0]));
  const activate = async (/** @type {string} */ name, /** @type {number} */ count) => {
    /** @type {typeof channels} */
    const added = [];
    for (let account = 0; account < count; account += AT_ONCE) {
      const batch = Array.from({ length: Math.min(AT_ONCE, count - account) }, (_, step) =>
        activateChannel(center, `${name}-${account + step}`, providerId),
      );
      added.push(...(await Promise.all(batch)));
    }
    return added;
  };
  // What an activation compiles and keeps for all is no account's: a thousand accounts would each be charged a kilobyte of it.
  await activate("first", AT_ONCE);
  const before = heapBytes();
  const added = await activate("tenant", accounts);
  const idle = heapBytes();
  for (const [index, channel] of added.entries()) await center.send(toOutboundMessage(index, channel));
  const used = heapBytes();
  const kept = added.length;
  return { idleBytes: (idle - before) / kept, usedBytes: (used - before) / kept, rssMb: peakRssMb() };
}
