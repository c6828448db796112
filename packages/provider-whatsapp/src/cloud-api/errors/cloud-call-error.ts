import { type HttpResponseV1, ProviderAnswerError, type SendOutcomeInput } from "@plugboard/core/spec";
import { outcomeOfAnswer } from "./outcome-of-answer.js";

export type CloudRefusal = Exclude<SendOutcomeInput, { outcome: "received" }>;

/** The provider answered a call that is no message with an error; `outcome` is what it would mean for one. */
export class CloudCallError extends ProviderAnswerError {
  readonly outcome: CloudRefusal;

  /** @param status - of the answer, where it was its status that told the error. */
  constructor(outcome: CloudRefusal, operation: string, status?: number) {
    super(...ProviderAnswerError.parts(outcome, operation, status));
    this.outcome = outcome;
  }

  static from(response: HttpResponseV1, nowMs: number, operation: string): CloudCallError {
    const outcome = outcomeOfAnswer(response, nowMs);
    return new CloudCallError(
      outcome.outcome === "received" ? { outcome: "refused", code: "ANSWER_UNREADABLE", party: "provider" } : outcome,
      operation,
      response.status,
    );
  }
}
