import { availableParallelism } from "node:os";

/**
 * Tries one place after the other, as many at a time as there are processors, until one says that it was the last.
 * @param trial - of the place with this count. Resolves with true when no place further on is to be tried.
 * @param next - the place after this one.
 * @returns how many were tried.
 */
export async function sweep(
  first: number,
  trial: (count: number) => Promise<boolean>,
  next: (count: number) => number = (count) => count + 1,
): Promise<number> {
  let [count, tried, atEnd] = [first, 0, false];
  const lane = async (): Promise<void> => {
    while (!atEnd) {
      const mine = count;
      count = next(count);
      tried += 1;
      if (await trial(mine)) atEnd = true;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return tried;
}
