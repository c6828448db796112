import { CheckFailure } from "./check-failure.js";

/** The promise's result, or a {@link CheckFailure} when it takes too long: a check that waits for ever would say nothing. */
export async function within<Result>(limitMs: number, what: string, promise: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CheckFailure(`${what}: not within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
