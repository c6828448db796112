import type { HttpResponseV1 } from "../connection/http-client.js";
import { readRetryAfterMs } from "../outcome/retry-after.js";
import { ContactCenterError } from "./contact-center-error.js";

export type ProviderAnswerCode = "ANSWER_NOT_FOUND" | "ANSWER_REFUSED" | "ANSWER_UNAVAILABLE";

/**
 * The provider answered a call that is no message (a file, a person's request, a template) with an error: what was asked for is not there, it
 * refuses, or cannot answer now (`retryable`). The answer itself is not quoted.
 */
export class ProviderAnswerError extends ContactCenterError {
  override readonly code: ProviderAnswerCode;
  /**
   * @param details - `operation` as in the manifest; `status` of HTTP; `providerCode`: the provider's own, a number or word of its documents;
   *   `retryAfterMs`: how long it asks to wait.
   */
  constructor(
    code: ProviderAnswerCode,
    details: { operation?: string; status?: number; providerCode?: string; retryAfterMs?: number } = {},
  ) {
    super(code, details);
    this.code = code;
  }

  /**
   * What an HTTP status other than the expected one means, where the provider's documents say nothing else (RFC 9110 §15): 404, 410 → not found; 408, 425, 429,
   * 5xx → unavailable; everything else → refused.
   * @param nowMs - the present, for `Retry-After` dates.
   */
  static of(
    { status, headers }: Pick<HttpResponseV1, "status" | "headers">,
    operation: string,
    nowMs: number,
  ): ProviderAnswerError {
    const header = headers["retry-after"];
    const retryAfterMs = readRetryAfterMs(Array.isArray(header) ? header[0] : header, nowMs);
    const details = { operation, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    return new ProviderAnswerError(codeOf(status), details);
  }
}

function codeOf(status: number): ProviderAnswerCode {
  if (status === 404 || status === 410) return "ANSWER_NOT_FOUND";
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "ANSWER_UNAVAILABLE";
  return "ANSWER_REFUSED";
}
