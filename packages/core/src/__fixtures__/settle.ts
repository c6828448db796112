import { vi } from "vitest";

/** Lets everything that needs no time happen: with fake timers, those that are due now too. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
  await vi.advanceTimersByTimeAsync(1);
}
