import type { CallEvent } from "@plugboard/core/spec";

type End = Pick<CallEvent, "cause" | "party">;

/** https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
const ENDS: Readonly<Record<string, End>> = {
  completed: { cause: "completed", party: "recipient" },
  busy: { cause: "busy", party: "recipient" },
  "no-answer": { cause: "no-answer", party: "recipient" },
  canceled: { cause: "cancelled", party: "account" },
  failed: { cause: "failed", party: "provider" },
};

/** What a word for a call's state says, in the contract's words; nothing while it is only on its way. */
export function callStateOf(status: string): (Pick<CallEvent, "event"> & End) | undefined {
  if (status === "ringing") return { event: "ringing" };
  if (status === "in-progress" || status === "answered") return { event: "answered" };
  const end = ENDS[status];
  return end === undefined ? undefined : { event: "ended", ...end };
}

/** Whether Twilio knows this word at all. */
export const isCallState = (status: string): boolean =>
  callStateOf(status) !== undefined || ["queued", "initiated"].includes(status);
