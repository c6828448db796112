/** The class of an error of somebody else's code, by which its author knows it. Its text may quote anything, and is never passed on (G7). */
export function errorName(error: unknown): string {
  return error instanceof Error && /^[A-Za-z]{1,64}$/.test(error.name) ? error.name : "unknown";
}
