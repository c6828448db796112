import { type HttpResponseV1, type SendOutcomeInput, TransferFailedError } from "@plugboard/core/spec";
import { outcomeOfAnswer } from "./outcome-of-answer.js";

export type CloudRefusal = Exclude<SendOutcomeInput, { outcome: "received" }>;

/** The provider answered a call that is no message with an error; `outcome` is what it would mean for one. */
export class CloudCallError extends TransferFailedError {
  readonly outcome: CloudRefusal;

  constructor(outcome: CloudRefusal, operation: string) {
    super("answer-malformed", { requestSent: true, party: outcome.party, operation });
    this.outcome = outcome;
  }

  static from(response: HttpResponseV1, nowMs: number, operation: string): CloudCallError {
    const outcome = outcomeOfAnswer(response, nowMs);
    return new CloudCallError(
      outcome.outcome === "received" ? { outcome: "refused", code: "ANSWER_UNREADABLE", party: "provider" } : outcome,
      operation,
    );
  }
}
