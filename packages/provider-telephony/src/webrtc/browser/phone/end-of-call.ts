import type { SoftphoneEvent } from "../../wire/softphone-event.js";

type Cause = NonNullable<SoftphoneEvent["cause"]>;

/** SIP final answers that are the recipient's decision or state; all others that are not success count as `failed`. RFC 3261 §21. */
const CAUSE_OF_STATUS: Readonly<Record<number, Cause>> = {
  404: "unreachable",
  408: "no-answer",
  410: "unreachable",
  480: "unreachable",
  484: "unreachable",
  486: "busy",
  487: "cancelled",
  600: "busy",
  603: "declined",
  604: "unreachable",
  607: "declined",
};

export interface EndOfCall {
  readonly cause: Cause;
  readonly endedBy: NonNullable<SoftphoneEvent["endedBy"]>;
  readonly sipStatus: number | undefined;
}

/** Why a call is over, from what jssip tells with `ended` and `failed`. */
export function endOfCall(end: {
  established: boolean;
  originator: string;
  /** jssip's cause: `"Canceled"`, `"No Answer"`, … */
  reason: string;
  sipStatus: number | undefined;
}): EndOfCall {
  const endedBy = end.originator === "local" ? "operator" : end.originator === "remote" ? "remote" : "system";
  if (end.established)
    return { cause: end.reason === "Terminated" ? "completed" : "failed", endedBy, sipStatus: undefined };
  // By the answer alone where there is one: jssip calls a server's own 403 rejected, too, and nobody was asked.
  const byStatus = end.sipStatus === undefined ? undefined : (CAUSE_OF_STATUS[end.sipStatus] ?? "failed");
  const byReason: Record<string, Cause> = { Canceled: "cancelled", "No Answer": "no-answer", Rejected: "declined" };
  return { cause: byStatus ?? byReason[end.reason] ?? "failed", endedBy, sipStatus: end.sipStatus };
}
