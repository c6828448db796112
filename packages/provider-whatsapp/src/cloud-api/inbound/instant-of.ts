/** Seconds since the epoch, as a string, to UTC; a time in milliseconds (some fields have it) is told by its length. */
export function instantOf(timestamp: string | number): string {
  const number = Number(timestamp);
  return new Date(number > 100_000_000_000 ? number : number * 1_000).toISOString();
}
