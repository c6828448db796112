import type { CallEvent } from "../inbound/call-event.js";
import type { SendOutcomeInput } from "../outcome/send-outcome.js";
import type { CallVerb } from "./call-verb.js";

/** An outgoing call. */
export interface CallRequestV1 {
  readonly transferId: string;
  /** Our id of the call: given to the provider where it takes one, so that its events carry it as `reference`. */
  readonly idempotencyKey: string;
  /** E.164, a SIP address or the provider's own name of a line, kept exactly. */
  readonly to: string;
  readonly callerId?: string;
  /** Run when the call is answered. None: it is answered, and silent until the host has some (see {@link callVerbSchema} for the end of a list). */
  readonly verbs: readonly CallVerb[];
  readonly ringTimeoutMs: number;
  readonly detectMachine: boolean;
  /** Where the provider asks for verbs and reports, when the host is reached under an address: the channel's webhook. */
  readonly webhookUrl?: string;
}

/** Verbs for an answer to a webhook that asked for them. */
export interface CallAnswerRequestV1 {
  readonly callId: string;
  /** Our id of the call. */
  readonly reference: string;
  /** Counts the host's words in a call, from 1: for addresses that the provider calls next, so that the same key pressed twice is two events. */
  readonly step: number;
  /** None end the call. */
  readonly verbs: readonly CallVerb[];
  readonly webhookUrl?: string;
}

/** What a webhook of a call is answered with. */
export interface CallAnswerV1 {
  readonly contentType: string;
  readonly body: string;
}

/** Capability `calls`: sessions with a life of their own. Their events come through `inboundEvents`. */
export interface CallsV1 {
  /** `providerMessageId` of a `received` outcome is the call's id. A call is never placed twice by the host: an `unknown` outcome stays. */
  doCall(request: CallRequestV1): Promise<SendOutcomeInput>;
  /**
   * Changes a live call now. Absent where a call takes verbs only when it asks (`manifest.calls.control` is `when-asked`): the host
   * keeps them, durable, for the next answer.
   */
  doControl?(request: {
    readonly transferId: string;
    readonly callId: string;
    readonly reference: string;
    /** As in {@link CallAnswerRequestV1}. */
    readonly step: number;
    readonly verbs: readonly CallVerb[];
    readonly webhookUrl?: string;
  }): Promise<SendOutcomeInput>;
  /**
   * Turns verbs into the provider's answer to a webhook whose event `awaitsVerbs` (TwiML, NCCO, scenario JSON). Pure; the provider waits meanwhile.
   * Absent where an inbound call is controlled by `doControl` alone.
   */
  doAnswer?(request: CallAnswerRequestV1): Promise<CallAnswerV1> | CallAnswerV1;
  /**
   * After a restart: what became of calls that were live when the host stopped. Calls may be up to a thousand.
   * @returns for each call the events that say where it is now (`answered`, `ended` …). A call without any is one the provider does not
   * know any more: the host ends it. An error keeps all of them as they are, to be asked for again.
   */
  doResume?(request: {
    readonly transferId: string;
    readonly callIds: readonly string[];
  }): Promise<readonly CallEvent[]>;
}
