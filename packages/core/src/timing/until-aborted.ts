/**
 * Waits for a plugin's promise as long as a signal is not aborted.
 * @param onAborted - what follows when it is: throws, or gives the result instead. A later end of the promise changes nothing.
 */
export async function untilAborted<Result, Instead>(
  pending: PromiseLike<Result> | Result,
  signal: AbortSignal,
  onAborted: () => Instead,
): Promise<Result | Instead> {
  let listener: (() => void) | undefined;
  try {
    const result = await Promise.race([
      pending,
      new Promise<typeof ABORTED>((resolve) => {
        listener = () => resolve(ABORTED);
        if (signal.aborted) listener();
        else signal.addEventListener("abort", listener, { once: true });
      }),
    ]);
    return result === ABORTED ? onAborted() : result;
  } finally {
    if (listener !== undefined) signal.removeEventListener("abort", listener);
  }
}

const ABORTED = Symbol("aborted");
