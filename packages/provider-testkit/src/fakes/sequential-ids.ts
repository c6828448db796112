import type { Ids } from "@plugboard/core";

/** Ids `msg_000001`, `msg_000002`, …: one row of numbers for all prefixes, so that the order of creation shows. */
export function sequentialIds(): Ids {
  let last = 0;
  return {
    next: (prefix) => {
      last += 1;
      return `${prefix}_${String(last).padStart(6, "0")}`;
    },
  };
}
