/** When credentials that live so much longer are asked for anew: after four fifths, and not more often than every five seconds. */
export function renewalDelayMs(remainingMs: number): number {
  // A timer's limit is 2^31 - 1 ms; one that is longer fires at once.
  return Math.min(2_147_483_647, Math.max(5_000, Math.floor(remainingMs * 0.8)));
}
