import { median } from "./median.mjs";

/**
 * What a bench measured: for each scenario and label one record a round, and the reason where there is none.
 * Ratios are taken within a round, where both sides met the same machine, and then the median of those.
 */
export function createResults() {
  /** @type {Map<string, (Record<string, number> | null)[]>} */
  const rounds = new Map();
  /** @type {Map<string, string>} */
  const reasons = new Map();
  const keyOf = (scenario, label) => `${scenario}/${label}`;
  const recordsOf = (scenario, label) => rounds.get(keyOf(scenario, label)) ?? [];

  return {
    /** @param {string} scenario @param {string} label @param {number} round @param {{ result: any } | { failed: string }} outcome */
    add(scenario, label, round, outcome) {
      const records = recordsOf(scenario, label);
      records[round] = "result" in outcome ? outcome.result : null;
      rounds.set(keyOf(scenario, label), records);
      if ("failed" in outcome) reasons.set(keyOf(scenario, label), outcome.failed);
    },
    /** Why a figure is missing; null when none is. @param {string} scenario @param {string} label */
    reason: (scenario, label) => reasons.get(keyOf(scenario, label)) ?? null,
    /** Every reason, by `scenario/label`. */
    reasons: () => [...reasons.entries()],
    /** The median over the rounds, null without any. @param {string} scenario @param {string} label @param {string} key @returns {number | null} */
    metric(scenario, label, key) {
      return median(
        recordsOf(scenario, label).flatMap((record) => (typeof record?.[key] === "number" ? [record[key]] : [])),
      );
    },
    /** The median over the rounds of `key` of `label` to that of `other`. @returns {number | null} */
    ratio(scenario, key, label, other) {
      const others = recordsOf(scenario, other);
      const ratios = recordsOf(scenario, label).flatMap((record, round) => {
        const [above, below] = [record?.[key], others[round]?.[key]];
        return typeof above === "number" && typeof below === "number" && below > 0 ? [above / below] : [];
      });
      return median(ratios);
    },
  };
}
/** @typedef {ReturnType<typeof createResults>} Results */
