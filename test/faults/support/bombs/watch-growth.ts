import type { BombedHost } from "./start-bombed-host.js";

const MOST_GROWTH_BYTES = 50 * 1_048_576;
const mebibytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

/** @returns a function that says by how much the host has grown since, and whether that is too much. */
export async function watchGrowth(host: BombedHost, report: (text: string) => void): Promise<() => Promise<boolean>> {
  const { rssBytes: before } = await host.memory();
  return async () => {
    const { rssBytes, peakBytes } = await host.memory();
    const grown = rssBytes - before;
    report(
      `growth ${mebibytes(grown)} MB (${mebibytes(before)} → ${mebibytes(rssBytes)}), peak ${mebibytes(peakBytes - before)} MB over the start`,
    );
    return grown > MOST_GROWTH_BYTES;
  };
}
