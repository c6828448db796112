import type { ImapFlow } from "imapflow";

/** A server that gives so little is not believed to come to an end. 16 KiB/s. */
const BYTES_A_MS = 16;
const LOOK_EVERY_MS = 500;
/** Beside the largest message: a list of a million messages, or twenty that are fetched together. */
const BESIDE_A_MESSAGE_BYTES = 16_777_216;

class AnswerOverdue extends Error {
  readonly code = "ETIMEDOUT";
}

/**
 * Waits for an answer of an IMAP server and ends the connection when it is overdue. A limit on silence does not: one byte a minute keeps it away. It ends as
 * well when more comes than any answer has: reading line after line of a server that means harm takes the time of everybody else (G8).
 * @param limitMs - with what comes the time grows, so that a large message over a slow line is waited for; `Infinity` for what may take any time.
 * @param bytesAtMost - of the largest message; no more count for the time.
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
    const bytes = client.stats().received - before;
    const isFlood = bytes > bytesAtMost + BESIDE_A_MESSAGE_BYTES;
    const allowedMs = limitMs + Math.min(bytes, bytesAtMost) / BYTES_A_MS;
    if (!isFlood && performance.now() - startedMs < allowedMs) return;
    isOverdue = true;
    client.close();
  };
  const timer = setInterval(look, Math.min(limitMs, LOOK_EVERY_MS));
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
