/**
 * SQL of one value: the number of the seal an entry is under, NULL where it is from before the first. Parameter: the entry's sequence.
 *
 * Seals are numbered without a gap and each begins where the one before ended, so halving finds the last that begins at or before the entry: some twenty
 * reads by number for a million seals. An index would have to be written with each group, and is wanted only when somebody pages or erases.
 * @param first - the column with the log's sequence that a seal begins at.
 */
export function sealOfEntry(first: "first_transfer" | "first_act"): string {
  const middle = "(low + high + 1) / 2";
  const isBefore = `(SELECT ${first} FROM ledger_seals WHERE number = ${middle}) <= entry`;
  return `(WITH RECURSIVE halves(entry, low, high) AS (
      SELECT ?, 0, coalesce((SELECT max(number) FROM ledger_seals), 0)
      UNION ALL
      SELECT entry, iif(${isBefore}, ${middle}, low), iif(${isBefore}, high, ${middle} - 1) FROM halves WHERE low < high
    ) SELECT nullif(low, 0) FROM halves WHERE low = high)`;
}
