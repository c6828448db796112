import type { ImapFlow } from "imapflow";

/** A server that gives so little is not believed to come to an end. 16 KiB/s. */
const BYTES_A_MS = 16;
const LOOK_AT_MOST_EVERY_MS = 5_000;

class AnswerOverdue extends Error {
  readonly code = "ETIMEDOUT";
}

/**
 * Waits for an answer of an IMAP server and ends the connection when it is overdue. A limit on silence does not: one byte a minute keeps it away.
 * @param limitMs - with what comes the time grows, so that a large message over a slow line is waited for.
 * @param bytesAtMost - that count for it.
 * @throws {AnswerOverdue} @throws what `ask` throws.
 */
export async function answerInTime<Answer>(
  client: ImapFlow,
  limitMs: number,
  bytesAtMost: number,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const startedMs = performance.now();
  const before = client.stats().received;
  let isOverdue = false;
  const look = () => {
    const bytes = Math.min(client.stats().received - before, bytesAtMost);
    if (performance.now() - startedMs < limitMs + bytes / BYTES_A_MS) return;
    isOverdue = true;
    client.close();
  };
  const timer = setInterval(look, Math.min(limitMs, LOOK_AT_MOST_EVERY_MS));
  timer.unref();
  // Read anew: the compiler takes the first value for the only one.
  const wasInTime = () => !isOverdue;
  try {
    const answer = await ask();
    // imapflow answers some questions with `false` when the connection goes.
    if (wasInTime()) return answer;
  } catch (error) {
    if (wasInTime()) throw error;
  } finally {
    clearInterval(timer);
  }
  throw new AnswerOverdue("overdue");
}
