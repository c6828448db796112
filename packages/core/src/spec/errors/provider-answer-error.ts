import type { HttpResponseV1 } from "../connection/http-client.js";
import { outcomeOfStatus } from "../outcome/outcome-of-status.js";
import type { SendOutcomeInput } from "../outcome/send-outcome.js";
import { ContactCenterError } from "./contact-center-error.js";

export type ProviderAnswerCode = "ANSWER_NOT_FOUND" | "ANSWER_REFUSED" | "ANSWER_UNAVAILABLE";

/** For these a call has to wait until somebody did something, though a message would be kept for them. */
const UNTIL_MENDED = new Set(["CREDENTIALS_REFUSED", "ANSWER_UNREADABLE"]);

/**
 * The provider answered a call that is no message (a file, a person's request, a template) with an error: what was asked for is not there, it
 * refuses, or cannot answer now (`retryable`). The answer itself is not quoted.
 */
export class ProviderAnswerError extends ContactCenterError {
  override readonly code: ProviderAnswerCode;

  /**
   * @param about - `operation` as in the manifest; `status` of HTTP; `reason`: the code a message would have got for it; `providerCode`: the provider's own,
   *   of its documents; `retryAfterMs`: how long it asks to wait.
   */
  constructor(
    code: ProviderAnswerCode,
    about: {
      operation?: string;
      status?: number | undefined;
      reason?: string;
      providerCode?: string | undefined;
      retryAfterMs?: number | undefined;
    } = {},
  ) {
    super(code, about);
    this.code = code;
  }

  /**
   * What an HTTP status other than the expected one means, where the provider's documents say nothing else (RFC 9110 §15): 404 and 410 are not found,
   * everything else is what {@link outcomeOfStatus} makes of it for a message.
   * @param nowMs - the present, for `Retry-After` dates.
   */
  static of(
    response: Pick<HttpResponseV1, "status" | "headers">,
    operation: string,
    nowMs: number,
  ): ProviderAnswerError {
    const { status } = response;
    const outcome = outcomeOfStatus(response, nowMs);
    return new ProviderAnswerError(...ProviderAnswerError.parts(outcome, operation, status));
  }

  /** The arguments of an error that says what `outcome` would say of a message. */
  static parts(
    outcome: SendOutcomeInput,
    operation: string,
    status?: number,
  ): ConstructorParameters<typeof ProviderAnswerError> {
    if (outcome.outcome === "received") return ["ANSWER_REFUSED", { operation, status }];
    const { code: reason, providerCode } = outcome;
    const retryAfterMs = outcome.outcome === "try-again" ? outcome.retryAfterMs : undefined;
    const about = { operation, status, reason, providerCode, retryAfterMs };
    if (status === 404 || status === 410) return ["ANSWER_NOT_FOUND", about];
    const isRefused = outcome.outcome === "refused" || UNTIL_MENDED.has(reason);
    return [isRefused ? "ANSWER_REFUSED" : "ANSWER_UNAVAILABLE", about];
  }
}
