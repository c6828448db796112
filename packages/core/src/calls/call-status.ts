import { type CallState, durationOf, isRecipientDecision } from "../policy/call-state-policy.js";
import type { CallCause } from "../spec/inbound/call-event.js";
import type { Party } from "../spec/party.js";
import type { CallDocument } from "./call-document.js";

/** A call as its account sees it. Instants in milliseconds since the epoch. */
export interface CallStatus {
  /** Our id: the same from before the provider knows of the call. */
  readonly sessionId: string;
  readonly accountId: string;
  readonly channelId: string;
  readonly direction: "inbound" | "outbound";
  /** The provider's id, once it is known. */
  readonly callId: string | undefined;
  readonly state: CallState;
  readonly createdAtMs: number;
  readonly ringingAtMs: number | undefined;
  readonly answeredAtMs: number | undefined;
  readonly endedAtMs: number | undefined;
  /** A machine answered, where the provider was asked to tell. */
  readonly machine: boolean;
  readonly recordings: readonly { readonly mediaId: string; readonly durationMs?: number | undefined }[];
  /** Why it ended, and whose doing it was. */
  readonly cause: CallCause | undefined;
  readonly party: Party | undefined;
  readonly sipStatus: number | undefined;
  readonly durationMs: number | undefined;
  /** The provider's or the host's code of an end or a refusal. */
  readonly code: string | undefined;
  /** The person, or their telephone, said no (SIP 486, 600, 603, 607): the host takes no repetition of this call. */
  readonly recipientDecided: boolean;
}

export function callStatusOf({ facts, ...call }: CallDocument): CallStatus {
  const { end } = facts;
  return {
    sessionId: call.sessionId,
    accountId: call.accountId,
    channelId: call.channelId,
    direction: call.direction,
    callId: call.callId,
    state: facts.state,
    createdAtMs: call.createdAtMs,
    ringingAtMs: facts.ringingAtMs,
    answeredAtMs: facts.answeredAtMs,
    endedAtMs: end?.atMs,
    machine: facts.machine === true,
    recordings: facts.recordings,
    cause: end?.cause,
    party: end?.party,
    sipStatus: end?.sipStatus,
    durationMs: durationOf(facts),
    code: end?.code ?? call.code,
    recipientDecided: end !== undefined && isRecipientDecision(end),
  };
}
