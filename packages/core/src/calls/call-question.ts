import type { CallVerb, CallVerbInput } from "../spec/capabilities/call-verb.js";
import type { CallEvent } from "../spec/inbound/call-event.js";
import type { CallStatus } from "./call-status.js";

/** A call that waits for verbs: one that comes in (`event.event` is `offered`), or one whose last verb ended. */
export interface CallQuestion {
  /** The same when it is asked again: after a repeated webhook, or a restart. */
  readonly questionId: string;
  readonly accountId: string;
  readonly channelId: string;
  readonly providerId: string;
  readonly call: CallStatus;
  readonly event: CallEvent;
  /** What follows when the handler answers nothing. */
  readonly otherwise: readonly CallVerb[];
  /** Milliseconds since the epoch: a later answer is not used. */
  readonly deadlineAtMs: number;
}

/** Answers what a call does next; `undefined` leaves it at {@link CallQuestion.otherwise}. */
export type CallHandler = (
  question: CallQuestion,
) => readonly CallVerbInput[] | undefined | Promise<readonly CallVerbInput[] | undefined>;
