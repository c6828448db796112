import { randomBytes } from "node:crypto";
import type { Ids } from "../ids.js";

const FIRST_COUNTER = 36 ** 5;

/**
 * Ids of the form `msg_<time><counter><random>`: 9 characters of milliseconds and 5 of a counter in base 36, so that they sort by
 * creation, and 10 random ones drawn once per process.
 */
export function timeOrderedIds(now: () => number = Date.now): Ids {
  const random = randomBytes(8).readBigUInt64BE().toString(36).padStart(13, "0").slice(-10);
  let lastMs = 0;
  let stamp = "";
  let counter = 0;
  return {
    next(prefix) {
      const ms = Math.max(now(), lastMs);
      if (ms !== lastMs) {
        lastMs = ms;
        stamp = ms.toString(36).padStart(9, "0");
        counter = 0;
      }
      counter += 1;
      // A one before the counter keeps its width without padding: 36^5 numbers a millisecond.
      return `${prefix}_${stamp}${(FIRST_COUNTER + counter).toString(36).slice(1)}${random}`;
    },
  };
}
