import type { GroupStep, StepName } from "./encoded-group.js";

/** @returns the step, or nothing when there are no rows for it. */
export function stepOf(name: StepName, rows: readonly unknown[]): GroupStep[] {
  return rows.length === 0 ? [] : [{ name, rows: JSON.stringify(rows), count: rows.length }];
}
