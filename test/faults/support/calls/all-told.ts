import type { ContactCenter } from "@plugboard/core";
import type { CallSide, StartedSide } from "./call-side.js";
import { until } from "./open-calls.js";

const LAST = 900_000;

/**
 * Somebody else calls, and everything that was told of other calls before has been taken in, is durable and was told to listeners: a channel's
 * deliveries keep their order, and so does what is written.
 * @returns false where that call was never told of.
 */
export async function allTold(side: CallSide, started: StartedSide, center: ContactCenter): Promise<boolean> {
  const callId = side.callIdOf(LAST);
  const told = new Set<string>();
  const off = center.on("call-state-changed", ({ sessionId }) => told.add(sessionId));
  await started.tell(center, callId, { event: "offered", sequence: 1 }, undefined);
  const isTold = await until(() =>
    center.calls.live("acme").some((call) => call.callId === callId && told.has(call.sessionId)),
  );
  off();
  return isTold;
}
