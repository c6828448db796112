import { CREDENTIAL_CODES, LONGEST_WAIT_IN_MEMORY_MS } from "./next-step.js";
import type { OutboxEntry } from "./outbox-entry.js";

/**
 * Whether a message that was tried and waits in its lane's queue of the store was turned away with its whole channel: by a rate limit, or because
 * a message that waits long for itself would be deferred. Credentials may have been mended since, which is found out by trying.
 * @param code - of its last attempt.
 */
export function holdsUpOthers({ state, dueAtMs }: OutboxEntry, code: string | undefined, nowMs: number): boolean {
  if (code === undefined || CREDENTIAL_CODES.has(code)) return false;
  return code === "RATE_LIMITED" || (state === "waiting" && dueAtMs - nowMs > LONGEST_WAIT_IN_MEMORY_MS);
}
