import type { FlatValue, InsertName, InsertStep } from "./encoded-group.js";

/** @returns the step, or nothing when there are no values for it. */
export function insertsOf(name: InsertName, values: readonly FlatValue[]): InsertStep[] {
  return values.length === 0 ? [] : [{ name, values }];
}
