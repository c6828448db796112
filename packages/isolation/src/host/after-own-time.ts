/** So often the event loop has to come round before a time is over. */
const ROUNDS = 10;

/**
 * Runs it when the time is over, of which no more counts than the host itself had: while it is held up it reads no answer, so nobody is late. A timer alone
 * would fire before what waits in the pipe is read.
 * @returns what ends the wait.
 */
export function afterOwnTime(timeMs: number, run: () => void): () => void {
  let left = ROUNDS;
  const interval = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(interval);
    run();
  }, timeMs / ROUNDS);
  interval.unref();
  return () => clearInterval(interval);
}
