import { peakRssMb } from "../measure/peak-rss.mjs";

/**
 * How long a set of packages takes to load in a fresh process, one after the other as a host's imports would be.
 * @param {{ load: string }} params - `load`: a file in ../load
 */
export default async function importTime({ load }) {
  const target = new URL(`../load/${load}.mjs`, import.meta.url).href;
  const startedAt = performance.now();
  await import(target);
  return { importMs: performance.now() - startedAt, rssMb: peakRssMb() };
}
