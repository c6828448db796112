import { PERMISSIVE_LICENCES } from "./permissive-licences.js";

/** @param expression - SPDX: `"MIT"`, `"(MIT OR EUPL-1.1+)"`; of alternatives one will do, of a sum all must. */
export function isPermissive(expression: string): boolean {
  return expression
    .replace(/[()]/g, "")
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((licence) => PERMISSIVE_LICENCES.has(licence)));
}
