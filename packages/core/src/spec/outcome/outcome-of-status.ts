import type { HttpResponseV1 } from "../connection/http-client.js";
import { readRetryAfterMs } from "./retry-after.js";
import type { SendOutcomeInput } from "./send-outcome.js";

/**
 * The outcome an HTTP status means where the provider's documents say nothing else (RFC 9110 §15). Providers call this for
 * every answer they do not know better.
 *
 * 401, 403 → try again, scope channel, party account (credentials can be mended without losing the message). 408, 425, 429, 500, 502,
 * 503 → try again. 504 and 200 with an unreadable body → unknown: the request may have been processed. Other 4xx → refused.
 * 3xx → refused, party provider: redirects are never followed.
 * @param response - the answer, status not 2xx.
 * @param nowMs - the present, for `Retry-After` dates.
 */
export function outcomeOfStatus(response: Pick<HttpResponseV1, "status" | "headers">, nowMs: number): SendOutcomeInput {
  const { status } = response;
  const header = response.headers["retry-after"];
  const retryAfterMs = readRetryAfterMs(Array.isArray(header) ? header[0] : header, nowMs);
  const delay = retryAfterMs === undefined ? {} : { retryAfterMs };
  const providerCode = String(status);
  if (status === 429)
    return { outcome: "try-again", code: "RATE_LIMITED", party: "account", scope: "channel", providerCode, ...delay };
  if (status === 401 || status === 403)
    return {
      outcome: "try-again",
      code: "CREDENTIALS_REFUSED",
      party: "account",
      scope: "channel",
      providerCode,
      ...delay,
    };
  if (status === 504) return { outcome: "unknown", code: "GATEWAY_TIMEOUT", party: "provider", providerCode };
  if (status === 408 || status === 425 || status >= 500)
    return { outcome: "try-again", code: "PROVIDER_UNAVAILABLE", party: "provider", providerCode, ...delay };
  if (status >= 300 && status < 400) return { outcome: "refused", code: "REDIRECTED", party: "provider", providerCode };
  if (status >= 200 && status < 300)
    return { outcome: "unknown", code: "ANSWER_UNREADABLE", party: "provider", providerCode };
  return { outcome: "refused", code: "REQUEST_REFUSED", party: "account", providerCode };
}
