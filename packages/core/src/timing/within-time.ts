/**
 * Waits for a plugin's promise, but not for ever.
 * @param onOverdue - what follows when it did not settle in time: throws, or gives the result instead. A later end of the promise changes nothing.
 */
export async function withinTime<Result, Instead>(
  pending: PromiseLike<Result> | Result,
  limitMs: number,
  onOverdue: () => Instead,
): Promise<Result | Instead> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      pending,
      new Promise<Instead>((resolve, reject) => {
        timer = setTimeout(() => {
          try {
            resolve(onOverdue());
          } catch (error) {
            reject(error instanceof Error ? error : new Error("overdue"));
          }
        }, limitMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
