import { roundTo } from "./round-to.mjs";

/**
 * @typedef {object} Bar - a figure that must be reached
 * @property {string} bar - its number, "P4"
 * @property {string} what
 * @property {number} must
 * @property {number} goal
 * @property {"higher" | "lower"} better
 * @property {(results: import("./create-results.mjs").Results) => number | null} value
 */

/**
 * Holds what was measured against the bars.
 * @param {readonly Bar[]} bars
 * @param {import("./create-results.mjs").Results} results
 * @returns {{ bar: string, what: string, value: number | null, must: number, goal: number, met: "goal" | "must" | "no" | null }[]}
 *   `met` is null when nothing was measured
 */
export function judgeBars(bars, results) {
  return bars.map(({ bar, what, must, goal, better, value: read }) => {
    const value = roundTo(read(results), 3);
    const reaches = (/** @type {number} */ limit) =>
      value !== null && (better === "higher" ? value >= limit : value <= limit);
    const met = value === null ? null : reaches(goal) ? "goal" : reaches(must) ? "must" : "no";
    return { bar, what, value, must, goal, met };
  });
}
