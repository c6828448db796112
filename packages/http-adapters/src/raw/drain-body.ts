import type { RawRequest } from "./raw-request.js";

const IDLE_MS = 1_000;
const TOTAL_MS = 10_000;
/** Twice what any form takes: somebody's mistake is told, a bomb is not carried out. */
const TOTAL_BYTES = 16_777_216;

/**
 * Takes what still comes of a body nobody wants, and drops it, until the sender ends it, goes, says nothing for a second, or has had
 * 10 s or 16 MiB. One that says beforehand that it is longer would not be carried out, so nothing of it is read: its sender has a second to
 * see the answer.
 * A connection that is closed with bytes of it unread is reset, and a reset can overtake the answer (RFC 9112, 9.6).
 */
export function drainBody(request: RawRequest): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(idle);
      clearTimeout(total);
      request.off("data", more).off("end", end).off("close", end);
      resolve();
    };
    const idle = setTimeout(end, IDLE_MS);
    const total = setTimeout(end, TOTAL_MS);
    let sizeBytes = 0;
    const more = (chunk: Buffer): void => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > TOTAL_BYTES) end();
      else idle.refresh();
    };
    request.on("close", end);
    const isBomb = Number(request.headers["content-length"] ?? 0) > TOTAL_BYTES;
    if (!isBomb) request.on("data", more).on("end", end).resume();
  });
}
