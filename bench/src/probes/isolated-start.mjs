import { isolateConnector } from "../connectors/isolate-connector.mjs";
import { median } from "../measure/median.mjs";
import { emptyNodeMs } from "../process/empty-node-ms.mjs";

/**
 * How long the first channel of an isolated connector takes to open: its process, the connector in it, and the channel; and beside it what a
 * Node that does nothing takes from start to end. The first process of a host compiles what the others are handed, so it is counted apart.
 * @param {{ directory: string, starts: number, bundled?: boolean }} params
 */
export default async function isolatedStart({ directory, starts, bundled = false }) {
  const isolate = await isolateConnector(directory, { id: "isolated", lanes: 1, bundled });
  const samples = [];
  const floor = [];
  for (let start = 0; start <= starts; start += 1) {
    const { provider, close } = await isolate();
    const startedAt = performance.now();
    await provider.open({ channelId: "channel-1", accountId: "account-1", channelKind: "whatsapp", settings: {} });
    samples.push(performance.now() - startedAt);
    close();
    floor.push(await emptyNodeMs());
  }
  const [firstStartMs, ...others] = samples;
  const [startMs, floorMs] = [median(others), median(floor)];
  return { startMs, firstStartMs, floorMs, toFloor: startMs / floorMs };
}
