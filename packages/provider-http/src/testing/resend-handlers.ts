import { type ApiHandlers, apiHandlers } from "./api-handlers.js";
import { resendApi } from "./resend-api.js";

/** Resend's other side, for a test of a host that intercepts: `setupServer(...resendHandlers(apiKey).handlers)`. */
export function resendHandlers(apiKey: string): ApiHandlers {
  return apiHandlers("https://api.resend.com", resendApi(apiKey));
}
