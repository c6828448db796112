import {
  type HttpResponseV1,
  type ProviderAnswerCode,
  ProviderAnswerError,
  type SendOutcomeInput,
} from "@plugboard/core/spec";
import { outcomeOfAnswer } from "./outcome-of-answer.js";

export type CloudRefusal = Exclude<SendOutcomeInput, { outcome: "received" }>;

/** The provider answered a call that is no message with an error; `outcome` is what it would mean for one. */
export class CloudCallError extends ProviderAnswerError {
  readonly outcome: CloudRefusal;

  constructor(outcome: CloudRefusal, operation: string, status?: number) {
    const { providerCode, code } = outcome;
    const retryAfterMs = outcome.outcome === "try-again" ? outcome.retryAfterMs : undefined;
    super(codeOf(outcome, status), {
      operation,
      ...(status === undefined ? {} : { status }),
      providerCode: providerCode ?? code,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
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

/** By what Meta's code means; credentials that are refused have to be mended first, whatever would become of a message. */
function codeOf({ outcome, code }: CloudRefusal, status?: number): ProviderAnswerCode {
  if (status === 404 || status === 410) return "ANSWER_NOT_FOUND";
  return outcome === "refused" || code === "CREDENTIALS_REFUSED" ? "ANSWER_REFUSED" : "ANSWER_UNAVAILABLE";
}
