import type { SqliteValue } from "../../database/sqlite-database.js";
import type { HashedKey } from "./recent-keys.js";

/**
 * The parameters of the statement `settle`: hash and sequence of a key as one whole number, which is what SQLite takes out of a JSON text for the
 * least.
 * @param keys - by rising hash.
 * @returns more than one set where the numbers would not be whole numbers any more.
 */
export function settledValues(keys: readonly HashedKey[]): SqliteValue[][] {
  const [first, last] = [keys[0], keys.at(-1)];
  if (first === undefined || last === undefined) return [];
  let [least, most] = [first[1], first[1]];
  for (const [, sequence] of keys) {
    if (sequence < least) least = sequence;
    if (sequence > most) most = sequence;
  }
  const scale = most - least + 1;
  if ((last[0] - first[0] + 1) * scale > Number.MAX_SAFE_INTEGER) {
    const half = Math.ceil(keys.length / 2);
    return [...settledValues(keys.slice(0, half)), ...settledValues(keys.slice(half))];
  }
  const numbers = keys.map(([hash, sequence]) => (hash - first[0]) * scale + sequence - least);
  return [[first[0], scale, least, scale, `[${numbers.join(",")}]`]];
}
