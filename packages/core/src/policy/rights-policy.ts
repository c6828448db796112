const DAY_MS = 86_400_000;

/** A request is answered within so many days of its receipt (R15, GDPR Art. 12(3): one month). */
const ANSWERED_WITHIN_DAYS = 30;
/** Whoever runs the host is reminded so many days before the end. */
const REMINDED_DAYS_BEFORE = [7, 1] as const;
/** Failed calls of a provider before a person has to do it. */
const MOST_ATTEMPTS = 12;
const FIRST_RETRY_MS = 60_000;
const LAST_RETRY_MS = 6 * 3_600_000;

/** What is told of a request's deadline, once each. */
export type RightsNotice = `${(typeof REMINDED_DAYS_BEFORE)[number]}-days-left` | "overdue";

/** When a request has to be answered. Milliseconds since the epoch. */
export function dueAtMs(receivedAtMs: number): number {
  return receivedAtMs + ANSWERED_WITHIN_DAYS * DAY_MS;
}

/** The notices whose time has come and that were not told yet, the earliest first: of several that were missed while the host was down, the last counts. */
export function dueNotices(dueMs: number, told: readonly string[], nowMs: number): RightsNotice[] {
  const all: [RightsNotice, number][] = [
    ...REMINDED_DAYS_BEFORE.map((days): [RightsNotice, number] => [`${days}-days-left`, dueMs - days * DAY_MS]),
    ["overdue", dueMs],
  ];
  return all.filter(([notice, atMs]) => nowMs >= atMs && !told.includes(notice)).map(([notice]) => notice);
}

/** What follows a call of a provider that failed: again later, or a person does it. */
export function afterFailure(attempt: number): { readonly retryInMs: number } | "by-hand" {
  if (attempt >= MOST_ATTEMPTS) return "by-hand";
  return { retryInMs: Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1)) };
}
