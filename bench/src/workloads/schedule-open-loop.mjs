/** Timers are whole milliseconds: sleep until this close to the next message, then spin, letting I/O through. */
const SPIN_MS = 1.5;

/**
 * Sends by the clock, whatever becomes of earlier messages. A message's time counts from the instant it was due, so that
 * a stall is paid for by every message it delayed (no coordinated omission).
 * @param {import("../probes/open-variant.mjs").Line} line
 * @param {{ ratePerSecond: number, durationMs: number }} load
 * @returns {Promise<Promise<void>[]>} when the last was handed over: one promise a message, resolved when it is accepted
 */
export async function scheduleOpenLoop(line, { ratePerSecond, durationMs }) {
  const intervalMs = 1_000 / ratePerSecond;
  const total = Math.floor(durationMs / intervalMs);
  const startedAt = performance.now();
  /** @type {Promise<void>[]} */
  const accepted = [];
  await new Promise((resolve) => {
    const tick = () => {
      const elapsed = performance.now() - startedAt;
      while (accepted.length < total && accepted.length * intervalMs <= elapsed) {
        accepted.push(line.submit(startedAt + accepted.length * intervalMs));
      }
      if (accepted.length >= total) return resolve(undefined);
      const waitMs = accepted.length * intervalMs - (performance.now() - startedAt);
      if (waitMs > SPIN_MS + 1) setTimeout(tick, waitMs - SPIN_MS);
      else setImmediate(tick);
    };
    tick();
  });
  return accepted;
}
