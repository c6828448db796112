import { valueAt } from "./value-at.js";

/** Whether a condition holds of an answer or event; one that is absent holds. */
export function matches(
  value: unknown,
  condition: { readonly at: string; readonly is: readonly unknown[] } | undefined,
): boolean {
  return condition === undefined || condition.is.includes(valueAt(value, condition.at));
}
