import type { ChangeName, ChangeStep } from "./encoded-group.js";

/** @returns the step, or nothing when there are no rows for it. */
export function changesOf(name: ChangeName, rows: readonly unknown[], sequences: readonly number[] = []): ChangeStep[] {
  return rows.length === 0 ? [] : [{ name, rows: JSON.stringify(rows), sequences }];
}
