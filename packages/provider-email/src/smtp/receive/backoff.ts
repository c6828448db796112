export interface BackoffOptions {
  /** Longest first delay; each further one doubles. Milliseconds. */
  readonly baseMs: number;
  readonly maxMs: number;
}

/** Full jitter, so that hundreds of mailboxes do not come back to a server in step. */
export function backoffMs(failures: number, { baseMs, maxMs }: BackoffOptions): number {
  return Math.random() * Math.min(maxMs, baseMs * 2 ** Math.min(failures, 30));
}
