import type { DeliveryReport } from "../spec/inbound/delivery-report.js";
import type { MessageState } from "../spec/message/message-state.js";

/** Rank of a state on the way to the recipient; a report of a lower rank never takes a message back (G9). */
const RANK: Partial<Record<MessageState, number>> = {
  accepted: 0,
  waiting: 0,
  held: 0,
  transferring: 0,
  unknown: 0,
  received: 1,
  sent: 2,
  delivered: 3,
  undelivered: 3,
  read: 4,
};

const STATE_OF_REPORT: Record<DeliveryReport["status"], MessageState | undefined> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  undelivered: "undelivered",
  delayed: undefined,
  complained: undefined,
};

/**
 * The state a report moves a message to.
 * - Forward by rank; the same rank by the provider's event time (`delivered` and `undelivered` correct each other). At equal times, which
 *   providers give in whole seconds, `undelivered` counts in whatever order the two come: a failure is not hidden.
 *   The same one at a later time moves the time, so that the same reports end in the same state in whatever order they come.
 * - A message that ended here (`refused`, `expired`, `cancelled`) stays so.
 * @returns the state as of the report's time, or nothing when the report changes none.
 */
export function nextDeliveryState(
  current: { readonly state: MessageState; readonly stateAtMs: number },
  report: { readonly status: DeliveryReport["status"]; readonly occurredAtMs: number },
): MessageState | undefined {
  const next = STATE_OF_REPORT[report.status];
  const currentRank = RANK[current.state];
  if (next === undefined || currentRank === undefined) return undefined;
  const nextRank = RANK[next] ?? 0;
  if (nextRank > currentRank) return next;
  if (nextRank !== currentRank || nextRank !== RANK.delivered) return undefined;
  const laterMs = report.occurredAtMs - current.stateAtMs;
  const winsTie = next === "undelivered" && current.state !== next;
  return laterMs > 0 || (laterMs === 0 && winsTie) ? next : undefined;
}
