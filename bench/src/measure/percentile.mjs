/**
 * The value below which `share` of the samples lie, by the nearest-rank method.
 * @param {readonly number[]} samples - any order; not changed
 * @param {number} share - 0.5 for the median, 0.99 for p99
 * @returns {number | null} null when there is no sample
 */
export function percentile(samples, share) {
  if (samples.length === 0) return null;
  const sorted = Float64Array.from(samples).sort();
  const rank = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[rank] ?? null;
}
