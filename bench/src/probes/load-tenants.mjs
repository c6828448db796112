import { collectGarbage } from "../measure/collect-garbage.mjs";
import { peakRssMb } from "../measure/peak-rss.mjs";
import { openHost } from "../plugboard/open-host.mjs";
import { toOutboundMessage } from "../plugboard/to-outbound-message.mjs";

/**
 * Starts a host on a store with many accounts: how long, with how much CPU and memory, and that the last of them can send.
 * @param {import("./open-variant.mjs").VariantSetup & { accounts: number, channels: number }} params
 */
export default async function loadTenants(params) {
  const { accounts, channels } = params;
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const { center } = await openHost({ ...params, store: "sqlite", accounts: 0 });
  const loadMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  const loadedMb = peakRssMb();
  const last = { accountId: `account-${accounts - 1}`, channelId: `channel-${accounts * channels - 1}` };
  if (center.channels.list(last.accountId).length !== channels) throw new Error("channels are missing");
  const result = await center.send(toOutboundMessage(1, last));
  if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  await center.close();
  return { loadMs, loadCpuMs: (user + system) / 1_000, loadedMb, rssMb: rss / 1e6, heapMb: heapUsed / 1e6 };
}
