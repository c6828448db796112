/**
 * The middle value; the mean of the two middle ones for an even number of values.
 * @param {readonly number[]} values - any order
 * @returns {number | null} null when there is none
 */
export function median(values) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
