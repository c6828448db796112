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
  const before = heapBytes();
  /** @type {typeof channels} */
  const added = [];
  for (let account = 0; account < accounts; account += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, accounts - account) }, (_, step) =>
      activateChannel(center, `tenant-${account + step}`, providerId),
    );
    added.push(...(await Promise.all(batch)));
  }
  const idle = heapBytes();
  for (const [index, channel] of added.entries()) await center.send(toOutboundMessage(index, channel));
  const used = heapBytes();
  const kept = added.length;
  return { idleBytes: (idle - before) / kept, usedBytes: (used - before) / kept, rssMb: peakRssMb() };
}
