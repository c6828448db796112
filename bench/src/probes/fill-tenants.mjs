import { activateChannel } from "../plugboard/activate-channel.mjs";
import { openHost } from "../plugboard/open-host.mjs";

const AT_ONCE = 1_024;

/**
 * A store with many accounts, each with several active channels: what a host meets when it starts.
 * @param {import("./open-variant.mjs").VariantSetup & { accounts: number, channels: number }} params
 */
export default async function fillTenants(params) {
  const { accounts, channels } = params;
  const { center } = await openHost({ ...params, store: "sqlite", accounts: 0 });
  const [{ manifest }] = center.providers.list();
  const count = accounts * channels;
  for (let done = 0; done < count; done += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, step) => {
      const number = done + step;
      const channelId = `channel-${number}`;
      return activateChannel(center, `account-${Math.floor(number / channels)}`, manifest.id, { channelId });
    });
    await Promise.all(batch);
  }
  await center.close();
  return { channels: count };
}
