import type { CallCause, CallEvent } from "../spec/inbound/call-event.js";
import type { Party } from "../spec/party.js";

/**
 * Where a call is. `starting`: on its way to the provider; `unknown`: it may have begun, nobody said so; `refused`: the provider did not take it;
 * `begun`: the provider has it, or offers it; then `ringing`, `answered`, `ended`.
 */
export type CallState = "starting" | "unknown" | "refused" | "begun" | "ringing" | "answered" | "ended";

/** A recording that is ready to be fetched. */
export interface CallRecording {
  readonly mediaId: string;
  readonly durationMs?: number | undefined;
}

/** How a call ended. */
export interface CallEnd {
  readonly atMs: number;
  readonly cause: CallCause;
  readonly party: Party;
  readonly sipStatus?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly code?: string | undefined;
}

/** What is known of a call by its events. */
export interface CallFacts {
  readonly state: CallState;
  readonly ringingAtMs?: number | undefined;
  readonly answeredAtMs?: number | undefined;
  /** A machine answered. */
  readonly machine?: boolean | undefined;
  readonly recordings: readonly CallRecording[];
  readonly end?: (CallEnd & { readonly order: string }) | undefined;
}

const RANK: Readonly<Record<CallState, number>> = {
  starting: 0,
  unknown: 1,
  refused: 2,
  begun: 3,
  ringing: 4,
  answered: 5,
  ended: 6,
};
const REACHED: Readonly<Record<CallEvent["event"], CallState>> = {
  offered: "begun",
  ringing: "ringing",
  answered: "answered",
  "machine-detected": "answered",
  digits: "answered",
  speech: "answered",
  // A recording, and the end of a verb, may be told long after the call.
  "recording-ready": "begun",
  "verb-finished": "begun",
  ended: "ended",
};

/** A recipient's own answers (RFC 3261 §21.4.24, §21.6; RFC 8197): busy here, busy everywhere, declined, unwanted. */
const RECIPIENT_DECIDED: ReadonlySet<number> = new Set([486, 600, 603, 607]);

/**
 * Joins an event to what is known. The order of events does not matter, and neither does a repeated one: every field is the smallest, the
 * furthest or the union of what all events say (G9).
 * @param recordedAtMs - when the host recorded it: stands in for a time the provider did not give.
 */
export function joinCallEvent(facts: CallFacts, event: CallEvent, recordedAtMs: number): CallFacts {
  // A clock that goes ahead is not believed: nothing happened after it was told.
  const told = event.occurredAt === undefined ? recordedAtMs : Math.min(recordedAtMs, Date.parse(event.occurredAt));
  const reached = REACHED[event.event];
  return {
    state: RANK[reached] > RANK[facts.state] ? reached : facts.state,
    ringingAtMs: event.event === "ringing" ? earlier(facts.ringingAtMs, told) : facts.ringingAtMs,
    answeredAtMs: event.event === "answered" ? earlier(facts.answeredAtMs, told) : facts.answeredAtMs,
    machine: event.event === "machine-detected" ? true : facts.machine,
    recordings: withRecording(facts.recordings, event.recording),
    end: event.event === "ended" ? firstEnd(facts.end, endOf(event, told)) : facts.end,
  };
}

/** Joins two pieces of knowledge about one call: what its events said before, and after, its name was known. */
export function joinCallFacts(one: CallFacts, other: CallFacts): CallFacts {
  return {
    state: RANK[one.state] >= RANK[other.state] ? one.state : other.state,
    ringingAtMs: earlier(one.ringingAtMs, other.ringingAtMs),
    answeredAtMs: earlier(one.answeredAtMs, other.answeredAtMs),
    machine: one.machine === true || other.machine === true ? true : undefined,
    recordings: other.recordings.reduce(withRecording, one.recordings),
    end: other.end === undefined ? one.end : firstEnd(one.end, other.end),
  };
}

/** Whether the person, or their telephone, said no: such a call is never repeated or sent another way. */
export function isRecipientDecision({ sipStatus, cause }: Pick<CallEnd, "sipStatus" | "cause">): boolean {
  if (sipStatus !== undefined && sipStatus >= 300) return RECIPIENT_DECIDED.has(sipStatus);
  return cause === "busy" || cause === "declined";
}

/** Duration from the answer to the end, where the provider did not say it. */
export function durationOf({ answeredAtMs, end }: CallFacts): number | undefined {
  if (end === undefined) return undefined;
  return end.durationMs ?? (answeredAtMs === undefined ? 0 : Math.max(0, end.atMs - answeredAtMs));
}

function endOf(event: CallEvent, atMs: number): CallEnd & { readonly order: string } {
  const { sipStatus, durationMs, providerCode: code } = event;
  const cause = event.cause ?? causeOfStatus(sipStatus);
  const party = event.party ?? partyOf(cause, sipStatus);
  const byProvider = event.sequence === undefined ? "~" : String(event.sequence).padStart(12, "0");
  const order = JSON.stringify([byProvider, event.occurredAt ?? "~", cause, party, sipStatus ?? 0, durationMs ?? -1]);
  return { atMs, cause, party, sipStatus, durationMs, code, order };
}

/** Two ends of one call: the earlier by the provider's own order, whichever was told first. */
function firstEnd(one: CallFacts["end"], other: NonNullable<CallFacts["end"]>): NonNullable<CallFacts["end"]> {
  if (one === undefined) return other;
  const [first, second] = one.order <= other.order ? [one, other] : [other, one];
  return { ...first, atMs: Math.min(first.atMs, second.atMs) };
}

function causeOfStatus(sipStatus: number | undefined): CallCause {
  if (sipStatus === undefined || sipStatus < 300) return "completed";
  if (sipStatus === 486 || sipStatus === 600) return "busy";
  if (sipStatus === 603 || sipStatus === 607) return "declined";
  if (sipStatus === 487) return "cancelled";
  if (sipStatus === 408 || sipStatus === 480) return "no-answer";
  if (sipStatus === 404 || sipStatus === 410 || sipStatus === 484 || sipStatus === 604) return "unreachable";
  return "failed";
}

function partyOf(cause: CallCause, sipStatus: number | undefined): Party {
  if (cause === "failed") return sipStatus !== undefined && sipStatus < 500 ? "account" : "provider";
  return cause === "cancelled" ? "account" : "recipient";
}

function withRecording(recordings: readonly CallRecording[], one: CallRecording | undefined): readonly CallRecording[] {
  if (one === undefined) return recordings;
  const known = recordings.find(({ mediaId }) => mediaId === one.mediaId);
  const durationMs = Math.max(known?.durationMs ?? -1, one.durationMs ?? -1);
  const joined = durationMs < 0 ? { mediaId: one.mediaId } : { mediaId: one.mediaId, durationMs };
  const all = [...recordings.filter((other) => other !== known), joined];
  return all.sort((left, right) => (left.mediaId < right.mediaId ? -1 : 1)).slice(0, MOST_RECORDINGS);
}
const MOST_RECORDINGS = 256;

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
