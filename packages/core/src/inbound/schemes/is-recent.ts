/** Whether a Unix timestamp in seconds lies within the tolerance, past or future; anything but 1 to 12 digits does not. */
export function isRecent(timestamp: string, toleranceSeconds: number, nowMs: number): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(nowMs / 1_000 - Number(timestamp)) <= toleranceSeconds;
}
