import type { LogEntry } from "./log-entry.js";
import type { VisitorLog } from "./visitor-log.js";

const PAGE = 500;

/** A conversation for the person it belongs to: everything that is kept, as plain data (R15). */
export interface Transcript {
  readonly conversation: string;
  readonly visitor: unknown;
  readonly messages: readonly LogEntry[];
}

export async function makeTranscript(log: VisitorLog): Promise<Transcript> {
  const messages: LogEntry[] = [];
  for (;;) {
    const page = await log.entriesAfter(messages.at(-1)?.seq ?? 0, PAGE);
    messages.push(...page);
    if (page.length < PAGE) break;
  }
  return { conversation: log.sessionId, visitor: log.record, messages };
}
